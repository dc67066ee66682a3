import { useSnapshot } from '../store/selectors.ts'

/** Where the lab's parts listen, so that another program can join. */
export function Endpoints() {
  const lab = useSnapshot((snapshot) => snapshot.lab, null)
  if (lab === null) return null
  const { dispatcher, communicationsServer, directory } = lab
  const rows = [
    { name: 'Dispatcher', value: `${dispatcher.host}:${dispatcher.port}` },
    {
      name: 'Comm. Server',
      value: `${communicationsServer.host}:${communicationsServer.port} ${communicationsServer.transport.toUpperCase()}`,
    },
    { name: 'Directory', value: `${directory.host}:${directory.port}` },
    { name: 'Domain', value: lab.domain },
    { name: 'Database', value: lab.database },
  ]
  return (
    <dl className="endpoints">
      {rows.map((row) => (
        <div key={row.name}>
          <dt>{row.name}</dt>
          <dd className="mono truncate" title={row.value}>
            {row.value}
          </dd>
        </div>
      ))}
    </dl>
  )
}
