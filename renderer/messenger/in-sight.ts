import { type RefObject, useEffect, useState } from 'react'

/** Whether people can see the element: within the window, not scrolled away, on a page that is not hidden. */
export function useIsInSight(element: RefObject<HTMLElement | null>): boolean {
  const [isInView, setInView] = useState(false)
  const [isPageVisible, setPageVisible] = useState(document.visibilityState === 'visible')

  useEffect(() => {
    if (element.current === null) return
    const observer = new IntersectionObserver((entries) => {
      setInView(entries.some((entry) => entry.isIntersecting))
    })
    observer.observe(element.current)
    return () => observer.disconnect()
  }, [element])

  useEffect(() => {
    const onChange = () => setPageVisible(document.visibilityState === 'visible')
    document.addEventListener('visibilitychange', onChange)
    return () => document.removeEventListener('visibilitychange', onChange)
  }, [])

  return isInView && isPageVisible
}
