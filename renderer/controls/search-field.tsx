import { Search } from 'lucide-react'
import type { ComponentProps } from 'react'

/** A field that looks for something, with the sign by which it is known; `/` finds it in every pane. */
export function SearchField({
  name,
  value,
  onSearch,
  placeholder = name,
  className = '',
  isWrong,
  ...input
}: {
  /** What screen readers call it. */
  name: string
  value?: string
  onSearch: (text: string) => void
  isWrong?: boolean
} & Omit<ComponentProps<'input'>, 'name' | 'onChange' | 'type' | 'value'>) {
  return (
    <label className={`search ${className}`} data-wrong={isWrong}>
      <Search size={13} aria-hidden />
      <input
        {...input}
        {...(value === undefined ? {} : { value })}
        {...(isWrong === undefined ? {} : { 'aria-invalid': isWrong })}
        type="search"
        aria-label={name}
        placeholder={placeholder}
        spellCheck={false}
        onChange={(change) => onSearch(change.currentTarget.value)}
      />
    </label>
  )
}
