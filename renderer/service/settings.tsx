import { environments, formatDuration, type ServiceView, transports } from '#contract'
import { Switch } from '../controls/switch.tsx'
import { useRun } from '../store/lab.tsx'
import { environmentWords } from '../words.ts'
import { ChosenSetting } from './chosen-setting.tsx'
import {
  readCount,
  readDuration,
  readOptionalCount,
  readOptionalDuration,
  writeOptionalCount,
  writeOptionalDuration,
} from './readings.ts'
import { TypedSetting } from './setting.tsx'

const notConfigured = 'not configured'

/** The service's settings, changed while it runs. */
export function Settings({ service }: { service: ServiceView }) {
  const run = useRun()
  const isTcpPossible = service.environment === 'ocs2007r2'
  return (
    <div className="settings">
      <TypedSetting
        label="Maximum sessions"
        hint="How many sessions may exist at once. Empty: not configured, and only the capacity limits them."
        value={service.maximumSessions}
        write={writeOptionalCount}
        read={readOptionalCount}
        placeholder={notConfigured}
        apply={(maximumSessions) => run('Maximum sessions', 'service.configure', { maximumSessions })}
      />
      <TypedSetting
        label="Idle timeout"
        hint="The timeout limit: used only when the maximum is reached, to log out idle sessions. Such as 5m."
        value={service.idleTimeoutMs}
        write={writeOptionalDuration}
        read={readOptionalDuration}
        placeholder={notConfigured}
        apply={(idleTimeoutMs) => run('Idle timeout', 'service.configure', { idleTimeoutMs })}
      />
      <TypedSetting
        label="Inactivity timeout"
        hint="Ends any session in which the person did nothing for longer: sending, typing, reading, presence and contacts count, status messages do not. Whether or not the maximum is reached. Such as 30m."
        value={service.inactivityTimeoutMs}
        write={writeOptionalDuration}
        read={readOptionalDuration}
        placeholder={notConfigured}
        apply={(inactivityTimeoutMs) =>
          run('Inactivity timeout', 'service.configure', { inactivityTimeoutMs })
        }
      />
      <TypedSetting
        label="Capacity"
        hint="Sessions that the HTTP persistent connection supports. Without a maximum, more than these: Failed."
        value={service.persistentConnectionCapacity}
        write={String}
        read={readCount}
        apply={(persistentConnectionCapacity) =>
          run('Capacity', 'service.configure', { persistentConnectionCapacity })
        }
      />
      <TypedSetting
        label="Status interval"
        hint="How often a handheld sends a status message. Such as 60s."
        value={service.statusIntervalMs}
        write={formatDuration}
        read={readDuration(100)}
        apply={(statusIntervalMs) => run('Status interval', 'service.configure', { statusIntervalMs })}
      />
      <ChosenSetting
        label="Environment"
        value={service.environment}
        choices={environments.map((value) => ({ value, label: environmentWords[value] }))}
        choose={(environment) =>
          run(
            'Environment',
            'service.configure',
            // TCP may be configured for OCS 2007 R2 only, so that leaving it means TLS.
            environment === 'ocs2007r2' ? { environment } : { environment, transport: 'tls' },
          )
        }
      />
      <ChosenSetting
        label="Transport"
        hint="TCP may be configured for OCS 2007 R2 only."
        value={service.transport}
        choices={transports.map((value) => ({
          value,
          label: value === 'tls' ? 'TLS (MTLS)' : isTcpPossible ? 'TCP' : 'TCP: OCS 2007 R2 only',
          isDisabled: value === 'tcp' && !isTcpPossible,
        }))}
        choose={(transport) => run('Transport', 'service.configure', { transport })}
      />
      <div
        className="setting is-switch"
        title="A handheld whose session ended because the service stopped, or a server behind it could not be reached, logs in again by itself: at once, then with growing pauses. Off: the person types the password."
      >
        <Switch
          label="Password caching"
          isOn={service.passwordCaching}
          onChange={(passwordCaching) => run('Password caching', 'service.configure', { passwordCaching })}
        />
      </div>
    </div>
  )
}
