/** The help about each pane of the window: one text a paragraph. */
export const helpPanes = {
  service: [
    'The Collaboration Service and what stands behind it. A setting is in force as soon as you leave its field; Escape puts the field back. Sessions that exist stay, except where a setting says otherwise.',
    '**Maximum sessions**, **Idle timeout** and **Capacity** decide steps 4a to 4c of a login: who is logged out to make room, and who is told **Server Busy** or **Failed**. **Environment** is the kind of server behind the service; changing it ends all sessions.',
    'Below are what is broken on purpose, the users with a switch each for permission to use the client, and the addresses on which the parts listen.',
  ],
  bench: [
    'The handhelds. Log in with user ID and password; once somebody is signed in, press a contact to write. A double arrow means delivered; the light blinks red while something is unread.',
    '**Coverage** takes a device out of the wireless network or slows its link; without **Status messages** it becomes idle after the timeout; without **Power** it is silent. The service learns of none of this at once, and that is the point.',
    'Outside coverage a device is dimmed and says **No coverage**; packets that the network holds lie on it as a stack. It also tells when it sends no status messages, how long it takes to be **idle**, and when the service has logged its user out and it does not know yet. Its keys and trackpad can be pressed; Alt gives the small signs.',
    'Handhelds stand as whole devices, as cards, as a list that is sorted by the heads of its columns, or as a wall of tiles, of which 500 fit into a small window: the four buttons above choose. With many, their numbers by state stand below; press one to see only those.',
    'Type in **Find** to see some of them: a name, a user, a PIN, a state such as `is:no-coverage`, or a saved set, `set:NAME`. The menu of a device (right mouse button) has everything that can be done with it.',
    'Select many with Ctrl or Shift and a click, with Shift and arrows, or all that are shown with Ctrl A. What is then done is done to all of them, with progress and a list of what failed; coverage, link, power, status messages, logins and logouts can be undone. **Save set…** keeps them under a name.',
  ],
  traffic: [
    'Every frame on every hop, as it crosses. Closed locks are encrypted: **Show inside the encryption** opens them. Press a frame to see its layers, from the bytes on the wire to the content; arrows move, Enter opens, Escape closes.',
    'An open frame shows what is **On the wire** beside what is **Inside**. Choose a field, and its bytes light in every layer in which they can be followed, with what the field means and where that is specified; choose a byte, and its field lights. **Wire and inside side by side** does the same for each row.',
    'The right mouse button has what can be done with a frame. **Follow** shows one login, dialog, session or handheld and nothing else; **Compare** takes a frame as the left one, and the next that you open as the right one (Space or Shift with a click, too); M marks it with a colour and a comment. Copy gives a filter, or an `expect` step for a scenario. `mark:yes` finds marked frames.',
    'The filter takes words and `key:value`, such as `handheld:alice`, `hop:sip` or `method:REGISTER`; while you type it offers keys and values. Rows and filter never change what the lab does.',
    'The lab keeps the latest 100,000 frames. **Pause** holds the table still while frames go on to be kept.',
  ],
  flow: [
    'One login, step by step, as the original’s overview numbers them. Each step tells when it was reached and why it went on or did not; 4a to 4c show what the limits decided.',
    'The latest login is shown until you choose another or pin one. **Replay** goes through it again, slowly. Point at a step to see on which hop it crossed.',
    'The words “Server Busy” and “Failed” are the original’s; all others are ours.',
  ],
  sessions: [
    'Who is signed in at the service. **Idle** counts from the last status message of the device, **Quiet** from the last thing that the person did; a row turns yellow once the session counts as idle and a full service may end it.',
    '**Coverage** is what the service knows. A device that has just left the network still looks present here. **SIP** is the registration at the Communications Server; point at it for its details.',
    'Press the head of a column to sort; with many sessions, **Find** looks for user, device, PIN and address. Below are sessions that ended, with the reason.',
  ],
  ladder: [
    'A lifeline for each handheld and each part of the lab, and an arrow for each frame between two of them, from above to below in lab time. What the service decided stands as a note on its line, behind the frames that led to it: step 4a, for example, names whom it logged out and why.',
    'Choose above what it shows: a login, a device, a session, a SIP dialog, a time, or what the filter of the traffic shows. Arrow keys go from row to row; **Enter** or a click opens a frame in the traffic, and from a decision leads to the ladder of its login. **Escape** closes the frame.',
    'Wireless is drawn as a double line with a circle where the network passes it on, what stays within the process is dashed, and a lock says that a frame is encrypted. Red is a refusal, ↻ a packet that is sent again. The ruler draws pauses to scale; otherwise they are folded, with their length.',
    'Drag the name of a lifeline, or move it with ← and →; Delete hides it, the menu brings it back. **Export ladder** saves a picture, text as sngrep draws it, or Mermaid.',
  ],
  log: [
    'The service’s log in the form of the original, line by line. Search it as you would a file; a line leads to the login and the frames that it is about.',
  ],
  studio: [
    'A scenario file in the window: what a lab is like, what happens in it and what must come of it. The files are those of one folder (in a browser the folder in which `bramble serve` was started) and, to read, those of the library. Errors stand at their lines as you type; Ctrl Space completes keys and values.',
    '**Run** (Ctrl Enter) starts a lab of its own, which the window shows in place of yours; yours runs on. It has the same steps at the same lab times as `bramble run`. Press beside a line for a breakpoint; **Next step** is F10. Green and red stand beside the lines and on the strip of lab time; press a step there to see it, or its traffic. When the scenario has ended, you can go on by hand.',
    '**Run 100 times** runs it without a window, each time with another seed, and shows how the runs ended. The file on disk stays the truth: what other programs change is taken in, and where you have changed it too, you see the difference and choose: both changes, theirs, yours, or yours as a copy. What you typed and did not save is there again when you come back.',
    'The arrows below the text move the step in which the cursor stands, with the comments above it; **Expect this in …**, in the menu of a handheld, a session, a frame, a line of the log or a step of a login, writes what you see as an expectation after the step that the run has done last. Nothing else in the file changes, and Ctrl Z takes it back. Drop a scenario file anywhere on the window to open it here.',
  ],
  charts: [
    'What the lab did over lab time: sessions against the maximum, frames a second, and how long logins took. Marks show where a setting changed or something was broken.',
  ],
  lessons: [
    'Somebody tells you what does not work; you find out why, and mend it. Each lesson runs in a lab of its own, so that yours stays as it is, and no clock is against you. **Leave** above ends it; it can be taken again whenever you like, with other names and numbers.',
    'Answer the questions from above to below. **Point at it** outlines everything that can prove something: press one, or go there with the arrow keys and take it with Enter; Escape leaves. A wrong answer is explained, and costs a part of the points. A hint says its price before you take it. **Tell me the answer** always gets you on.',
    'The notebook keeps what you may need: drag it there, choose **Put into the notebook** in its menu, or press E. What a lesson hides or locks says so; you can find out without it.',
    'Facts say where they come from. **Stated**: a document of the original says so. **Inferred**: concluded from what documents say. **Invented**: Bramble’s own, because nobody has published it.',
    'Trainers: **Make a lesson…** takes what happened in this lab, or the scenario of a ticket bundle. Say which step brings it about, point at the proof, set what hints cost; **Check** takes the lesson once right and once without an answer. A lesson is one file: **Import a lesson…**, and **Export the lesson** in the commands.',
  ],
}
