import './jitless.ts'
import '@fontsource-variable/inter'
import './styles/styles.css'
import './controls/controls.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { connect } from './connection/index.ts'
import { ShownLab } from './shell/shown-lab.tsx'
import { followWindow } from './shell/window-shape.ts'
import { followAddress } from './store/address.ts'
import { happeningsFollower } from './store/happenings.ts'
import { followLab } from './store/lab-store.ts'
import { followMoments, isMomentShown } from './store/look-back.ts'
import { followShown } from './store/other-lab.ts'
import { followLanguage, followMotion, followTheme } from './store/preferences.ts'
import { followTraffic } from './store/traffic.ts'

followTheme()
followMotion()
followAddress()
followWindow()
followLanguage()
const lab = connect()
followLab(lab, happeningsFollower(lab, isMomentShown))
followTraffic(lab)
followShown(lab)
followMoments(lab)

const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no element with the id root')
createRoot(root).render(
  <StrictMode>
    <ShownLab lab={lab} />
  </StrictMode>,
)
