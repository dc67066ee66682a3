import { type ConditionsView, certificatesAt } from '#contract'
import {
  setCommunicationsServer,
  setDirectory,
  setServerCertificate,
  setServiceCertificate,
  usePerform,
} from '../actions/index.ts'
import { Switch } from '../controls/switch.tsx'
import { useWords } from '../words/words.ts'
import { ChosenSetting } from './chosen-setting.tsx'

/** Switches that take the servers behind the service down, and the certificates that both ends show. */
export function Conditions({ conditions, isTls }: { conditions: ConditionsView; isTls: boolean }) {
  const perform = usePerform()
  const { labels, page } = useWords()
  const { service } = page
  return (
    <div className="settings">
      <div className="setting is-switch">
        <Switch
          label={service.directoryIsUp}
          isOn={conditions.isDirectoryUp}
          onChange={(isUp) => perform(setDirectory, { isUp })}
        />
      </div>
      <div className="setting is-switch">
        <Switch
          label={service.communicationsServerIsUp}
          isOn={conditions.isCommunicationsServerUp}
          onChange={(isUp) => perform(setCommunicationsServer, { isUp })}
        />
      </div>
      <ChosenSetting
        label={service.serverCertificate}
        hint={service.serverCertificateHint}
        value={conditions.serverCertificate}
        isBroken={conditions.serverCertificate !== 'valid'}
        choices={certificatesAt('communicationsServer').map((value) => ({
          value,
          label: labels.certificate[value],
        }))}
        choose={(kind) => perform(setServerCertificate, { kind })}
      />
      <ChosenSetting
        label={service.serviceCertificate}
        hint={service.serviceCertificateHint}
        value={conditions.serviceCertificate}
        isBroken={conditions.serviceCertificate !== 'valid'}
        choices={certificatesAt('service').map((value) => ({ value, label: labels.certificate[value] }))}
        choose={(kind) => perform(setServiceCertificate, { kind })}
      />
      {isTls || <p className="hint">{service.noCertificates}</p>}
    </div>
  )
}
