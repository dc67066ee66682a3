/** A commented scenario to begin with. */
export const scenarioTemplate = `# yaml-language-server: $schema=./scenario.schema.json
name: Limit reached, a colleague in a tunnel is logged out
symptom: Alice is silently logged out although she did nothing
cause: Maximum reached with a timeout limit; her handheld was outside coverage when Carol logged in
tags: [admission]

# What the lab is like. Everything may be left out: docs/settings.md has all settings with their defaults.
lab:
  service: { maximumSessions: 2, idleTimeout: 5m }
  users: [{ id: alice }, { id: bob }, { id: carol }]

# What happens, in order. Lab time is virtual: waiting costs nothing.
steps:
  - together: # at the same moment
      - login: alice
      - login: bob
  - expect: { sessions: 2 }

  - coverage: { alice: none } # none, weak, good or excellent
    cause: true # bramble prove leaves this step out, and then the scenario has to fail
    mark: tunnel # a name for the moment after this step
    note: A note says why; it changes nothing

  - login: carol # expects accepted, unless told: { handheld: carol, expect: server-busy }
  - coverage: { alice: good }

  # What must hold at one moment, within a time from now.
  - expect:
      within: 10s
      handheld: { alice: { state: signed-out, reason: idle }, carol: signed-in }
  # The evidence: the step of Carol's login that decided it, and the line of the log.
  - expect:
      since: tunnel
      flow: { handheld: carol, step: 4a, outcome: done, code: idle-logged-out }
      log: { text: "of alice ended: idle", count: 1 }
`
