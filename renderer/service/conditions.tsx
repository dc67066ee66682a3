import { type ConditionsView, certificateKinds } from '#contract'
import {
  setCommunicationsServer,
  setDirectory,
  setServerCertificate,
  setServiceCertificate,
  usePerform,
} from '../actions/index.ts'
import { Switch } from '../controls/switch.tsx'
import { certificateWords } from '../words.ts'
import { ChosenSetting } from './chosen-setting.tsx'

type ServerCertificate = ConditionsView['serverCertificate']
type ServiceCertificate = ConditionsView['serviceCertificate']

const serverKinds = certificateKinds.filter((kind): kind is ServerCertificate => kind !== 'missing')
const serviceKinds = certificateKinds.filter((kind): kind is ServiceCertificate => kind !== 'wrong-name')

/** The servers behind the service, broken on purpose. */
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
        choices={serverKinds.map((value) => ({ value, label: certificateWords[value] }))}
        choose={(kind) => perform(setServerCertificate, { kind })}
      />
      <ChosenSetting
        label="Service certificate"
        hint="The certificate that the service shows, as its half of MTLS, on connections made from now on."
        value={conditions.serviceCertificate}
        isBroken={conditions.serviceCertificate !== 'valid'}
        choices={serviceKinds.map((value) => ({ value, label: certificateWords[value] }))}
        choose={(kind) => perform(setServiceCertificate, { kind })}
      />
      {isTls || <p className="hint">Over TCP no certificates are shown.</p>}
    </div>
  )
}
