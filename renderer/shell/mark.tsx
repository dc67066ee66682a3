const petals = [0, 72, 144, 216, 288]

/** Bramble's mark: the five-petalled blossom of a bramble. */
export function Mark() {
  return (
    <svg className="mark" viewBox="-16 -16 32 32" aria-hidden="true">
      {petals.map((turn) => (
        <path
          key={turn}
          className="petal"
          transform={`rotate(${turn})`}
          d="M0-2.600C-6.200-5-6.400-13.200-1.700-14.600C-.8-14.800-.4-13.600 0-13.600S.8-14.800 1.700-14.600C6.400-13.200 6.200-5 0-2.600Z"
        />
      ))}
      <circle className="heart" r="3.4" />
    </svg>
  )
}
