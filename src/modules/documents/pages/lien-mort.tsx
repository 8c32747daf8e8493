import type { Context } from 'hono'
import { PublicPage } from '#web/components.tsx'
import type { Env } from '#web/env.ts'

/** Le lien d’une pièce qui n’ouvre plus rien : la même page, expiré, remplacé ou inventé. */
export const lienMort = (c: Context<Env>) =>
  c.html(
    <PublicPage
      title="Ce lien ne vaut plus"
      lede="Il a expiré, un autre l’a remplacé, ou l’adresse est incomplète. Demandez-en un autre à l’organisme qui vous l’a envoyé : il part en un geste."
    />,
    404,
  )
