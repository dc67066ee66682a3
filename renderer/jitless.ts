import { z } from 'zod'

// The page's content security policy forbids `eval`, with which zod would build faster parsers. Imported before any
// schema is made.
z.config({ jitless: true })
