import { type ConditionsView, certificatesAt } from '#contract'
import {
  setCommunicationsServer,
  setDirectory,
  setServerCertificate,
  setServiceCertificate,
  usePerform,
} from '../actions/index.ts'
import { Switch } from '../controls/switch.tsx'
import { certificateWords } from '../words/words.ts'
import { ChosenSetting } from './chosen-setting.tsx'

/** Switches that take the servers behind the service down, and the certificates that both ends show. */
export function Conditions({ conditions, isTls }: { conditions: ConditionsView; isTls: boolean }) {
  const perform = usePerform()
  return (
    <div className="settings">
      <div className="setting is-switch">
        <Switch
          label="Directory is up"
          isOn={conditions.isDirectoryUp}
          onChange={(isUp) => perform(setDirectory, { isUp })}
        />
      </div>
      <div className="setting is-switch">
        <Switch
          label="Communications Server is up"
          isOn={conditions.isCommunicationsServerUp}
          onChange={(isUp) => perform(setCommunicationsServer, { isUp })}
        />
      </div>
      <ChosenSetting
        label="Server certificate"
        hint="The certificate that the Communications Server shows to connections made from now on."
        value={conditions.serverCertificate}
        isBroken={conditions.serverCertificate !== 'valid'}
        choices={certificatesAt('communicationsServer').map((value) => ({
          value,
          label: certificateWords[value],
        }))}
        choose={(kind) => perform(setServerCertificate, { kind })}
      />
      <ChosenSetting
        label="Service certificate"
        hint="The certificate that the service shows, as its half of MTLS, on connections made from now on."
        value={conditions.serviceCertificate}
        isBroken={conditions.serviceCertificate !== 'valid'}
        choices={certificatesAt('service').map((value) => ({ value, label: certificateWords[value] }))}
        choose={(kind) => perform(setServiceCertificate, { kind })}
      />
      {isTls || <p className="hint">Over TCP no certificates are shown.</p>}
    </div>
  )
}
