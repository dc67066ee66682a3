import { type ConditionsView, certificateKinds } from '#contract'
import { Switch } from '../controls/switch.tsx'
import { useRun } from '../store/lab.tsx'
import { certificateWords } from '../words.ts'
import { ChosenSetting } from './chosen-setting.tsx'

type ServerCertificate = ConditionsView['serverCertificate']
type ServiceCertificate = ConditionsView['serviceCertificate']

const serverKinds = certificateKinds.filter((kind): kind is ServerCertificate => kind !== 'missing')
const serviceKinds = certificateKinds.filter((kind): kind is ServiceCertificate => kind !== 'wrong-name')

/** The servers behind the service, broken on purpose. */
export function Conditions({ conditions, isTls }: { conditions: ConditionsView; isTls: boolean }) {
  const run = useRun()
  return (
    <div className="settings">
      <div className="setting is-switch">
        <Switch
          label="Directory is up"
          isOn={conditions.isDirectoryUp}
          onChange={(isDirectoryUp) => run('Directory', 'conditions.set', { isDirectoryUp })}
        />
      </div>
      <div className="setting is-switch">
        <Switch
          label="Communications Server is up"
          isOn={conditions.isCommunicationsServerUp}
          onChange={(isCommunicationsServerUp) =>
            run('Communications Server', 'conditions.set', { isCommunicationsServerUp })
          }
        />
      </div>
      <ChosenSetting
        label="Server certificate"
        hint="The certificate that the Communications Server shows to connections made from now on."
        value={conditions.serverCertificate}
        isBroken={conditions.serverCertificate !== 'valid'}
        choices={serverKinds.map((value) => ({ value, label: certificateWords[value] }))}
        choose={(serverCertificate) => run('Server certificate', 'conditions.set', { serverCertificate })}
      />
      <ChosenSetting
        label="Service certificate"
        hint="The certificate that the service shows, as its half of MTLS, on connections made from now on."
        value={conditions.serviceCertificate}
        isBroken={conditions.serviceCertificate !== 'valid'}
        choices={serviceKinds.map((value) => ({ value, label: certificateWords[value] }))}
        choose={(serviceCertificate) => run('Service certificate', 'conditions.set', { serviceCertificate })}
      />
      {isTls || <p className="hint">Over TCP no certificates are shown.</p>}
    </div>
  )
}
