import type { Hono } from 'hono'
import type { Env } from '#web/env.ts'

export type Reponse = {
  readonly statut: number
  readonly vers: string | null
  readonly texte: string
  readonly entetes: Headers
}

/** Un navigateur sans script : il garde ses témoins, envoie des formulaires, et ne suit pas les renvois. */
export const naviguer = (app: Hono<Env>, origine: string) => {
  const temoins = new Map<string, string>()
  return async (
    chemin: string,
    champs?: Readonly<Record<string, string | readonly string[]>> | FormData,
  ): Promise<Reponse> => {
    const headers: Record<string, string> = { cookie: [...temoins].map(([n, v]) => `${n}=${v}`).join('; ') }
    let body: string | FormData | undefined
    if (champs instanceof FormData) body = champs
    else if (champs) {
      const corps = new URLSearchParams()
      for (const [nom, v] of Object.entries(champs)) for (const un of [v].flat()) corps.append(nom, un)
      body = corps.toString()
      headers['content-type'] = 'application/x-www-form-urlencoded'
    }
    if (body !== undefined) headers.origin = origine
    const r = await app.request(`${origine}${chemin}`, {
      headers,
      ...(body === undefined ? {} : { method: 'POST', body }),
    })
    for (const pose of r.headers.getSetCookie()) {
      const [, nom = '', valeur = ''] = /^([^=]+)=([^;]*)/.exec(pose) ?? []
      if (/max-age=0/i.test(pose)) temoins.delete(nom)
      else temoins.set(nom, valeur)
    }
    return { statut: r.status, vers: r.headers.get('location'), texte: await r.text(), entetes: r.headers }
  }
}
