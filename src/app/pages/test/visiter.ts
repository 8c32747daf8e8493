import type { Hono } from 'hono'
import type { Env } from '#web/env.ts'

export const origine = 'http://localhost:3000'

/** Un visiteur sans témoin : il lit une page, ou envoie un formulaire, et ne suit pas le renvoi. Les espaces insécables sont dites simples. */
export const visiter =
  (app: Hono<Env>) => async (chemin: string, champs?: Readonly<Record<string, string>>) => {
    const r = await app.request(
      `${origine}${chemin}`,
      champs
        ? {
            method: 'POST',
            headers: { origin: origine, 'content-type': 'application/x-www-form-urlencoded' },
            body: new URLSearchParams(champs).toString(),
          }
        : {},
    )
    const html = (await r.text()).replace(/[\u00a0\u202f]/g, ' ')
    return {
      statut: r.status,
      /** Sans son ancre. */
      vers: (r.headers.get('location') ?? '').replace(/#.*$/, ''),
      html,
      /** Ce qui se lit, balises ôtées. */
      texte: html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' '),
    }
  }
