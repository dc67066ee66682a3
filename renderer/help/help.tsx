import { formatDuration, type MessageState, messageStates, settingOfLimit, timeLimits } from '#contract'
import { actions, isInApp, isMac, keysOf } from '../actions/index.ts'
import { DeliveryMark } from '../controls/delivery-mark.tsx'
import { Dialog } from '../controls/dialog.tsx'
import { show, useInterface } from '../store/interface.ts'
import './help.css'

/** What the keys of actions do, where more is to be said than the action's name. */
const shortcutHelp: Readonly<Record<string, string>> = {
  'window.palette': 'Commands: whatever can be done, by typing a few letters of it',
  'window.help': 'This help',
  'window.nextPane': 'The next pane of the window',
  'window.previousPane': 'The pane before',
  'clock.pauseOrGoOn': 'Halt lab time, or let it go on',
  'clock.step': 'Step to the next event in the lab',
  'handheld.new': 'A new handheld',
}

const shortcuts = [
  ...actions
    .flatMap(({ name, shortcuts }) => shortcuts.slice(0, 1).map((shortcut) => ({ name, shortcut })))
    .filter(({ shortcut }) => isInApp || shortcut.isAppOnly !== true)
    .map(({ name, shortcut }) => ({ keys: keysOf(shortcut, isMac), does: shortcutHelp[name] ?? name })),
  { keys: ['Enter'], does: 'In a password field: log in. In a setting: apply' },
  { keys: ['Esc'], does: 'Close a frame or a dialog; back to the contacts; put a setting back' },
  { keys: ['↑', '↓'], does: 'In the traffic table and in a contact list: move. Enter opens' },
  { keys: ['Shift', 'Enter'], does: 'In a message: a new line. Enter alone sends' },
]

const deliveryHelp: Record<MessageState, string> = {
  queued: 'Queued: waits on the handheld until it has coverage. Messages leave in the order of writing.',
  sent: 'Sent: it left the handheld; nobody has answered for it yet.',
  accepted: 'Accepted: the service keeps it until the other handheld has coverage.',
  delivered: 'Delivered: the other person’s client has it.',
  rejected: 'Not delivered: the reason is written below it, with a way to send it again.',
  unconfirmed:
    'Not confirmed: a session or a connection ended first, so it may have arrived. Ask before you repeat it.',
}

/** What the lab is, and how to begin. */
export function Help() {
  const isOpen = useInterface((state) => state.isHelpOpen)
  if (!isOpen) return null
  return (
    <Dialog title="Help" className="help" onClose={() => show({ isHelpOpen: false })}>
      <div className="dialog-body help-body">
        <section>
          <h3>What this is</h3>
          <p>
            A lab of emulated BlackBerry handhelds and the Collaboration Service that they talk to. It
            reproduces how a BlackBerry Enterprise Server 5.0 starts, keeps and ends an instant-messaging
            session, so that you can watch it, break it and repeat it. Frames cross real sockets; only from
            Dispatcher to Service they are handed over inside the lab.
          </p>
        </section>
        <section>
          <h3>The first five minutes</h3>
          <ol className="help-steps">
            <li>
              Type the password <code>Passw0rd!</code> on the first handheld and press <b>Log in</b>. The
              login flow lights each step, with the reason for each branch.
            </li>
            <li>
              Press <b>Replay</b> in the login flow to go through it slowly. Point at a step to see which hop
              it crosses.
            </li>
            <li>
              Turn on <b>Show inside the encryption</b> in the traffic, and click a frame: encrypted bytes,
              compressed bytes, content.
            </li>
            <li>
              Set <b>Maximum sessions</b> to 1 and log in on the second handheld: <b>Server Busy</b>.
            </li>
            <li>
              Set <b>Idle timeout</b> to 5m, take the first handheld out of coverage, and log in on the second
              again: step 4a logs the first one out. Give it coverage back, and it is told why.
            </li>
          </ol>
        </section>
        <section>
          <h3>Instant messages</h3>
          <p>
            Who is signed in sees their contacts; press one, type, press Enter. Everything takes the encrypted
            path: handheld, Dispatcher, Service, and SIP to the Communications Server. The traffic shows it.
          </p>
          <dl className="help-marks">
            {messageStates.map((state) => (
              <div key={state}>
                <dt>
                  <DeliveryMark state={state} />
                </dt>
                <dd>{deliveryHelp[state]}</dd>
              </div>
            ))}
          </dl>
          <p>
            The light of a device blinks red while there are messages that nobody has looked at. It is amber
            outside coverage, green while all is well, and red too where a login or a session went wrong.
          </p>
        </section>
        <section>
          <h3>Lab time and conditions</h3>
          <p>
            The clock in the top bar is the lab’s own: it can pass faster, stand still, step from event to
            event, or jump, so that nobody waits for a timeout. Under <b>Conditions</b> servers go down and
            certificates go bad; scenario files can break more, each for a time or by chance.
          </p>
        </section>
        <section>
          <h3>Who waits how long for whom</h3>
          <p>
            These limits end a login or a message by themselves, in lab time; all of them are invented. Those
            with a key can be set in the lab file.
          </p>
          <dl className="help-limits">
            {Object.entries(timeLimits).map(([name, { ms, waits }]) => (
              <div key={waits}>
                <dt className="tabular">{formatDuration(ms)}</dt>
                <dd>
                  {waits.charAt(0).toUpperCase() + waits.slice(1)}
                  <SettingKey path={settingOfLimit(name)?.path} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>Shortcuts</h3>
          <dl className="help-keys">
            {shortcuts.map((shortcut) => (
              <div key={shortcut.does}>
                <dt>
                  {shortcut.keys.map((key) => (
                    <kbd key={key}>{key}</kbd>
                  ))}
                </dt>
                <dd>{shortcut.does}</dd>
              </div>
            ))}
          </dl>
        </section>
        <section>
          <h3>What is original, what is invented</h3>
          <p>
            Original, from public documents: the steps 1 to 7, the ports, the order compress, encrypt, send;
            the limits and both timeouts; the words “Server Busy” and “Failed”; the Microsoft extensions of
            SIP.
          </p>
          <p>
            Invented, because no public document tells: the layout of the envelope on port 3101 and of the
            messages in it, all other words on the devices’ screens (marked with a small “i” where a login
            ends), the delivery marks of messages, how often status messages are sent, and what happens when
            the maximum is reached without a timeout (Server Busy).
          </p>
        </section>
        <p className="hint">
          Bramble is not affiliated with, or endorsed by, BlackBerry or Microsoft. Their names are used to say
          what is emulated.
        </p>
      </div>
    </Dialog>
  )
}

/** Where a limit can be set. */
function SettingKey({ path }: { path: string | undefined }) {
  if (path === undefined) return null
  return (
    <>
      {' '}
      (<code>{path}</code>)
    </>
  )
}
