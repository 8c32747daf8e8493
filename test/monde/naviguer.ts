import type { Hono } from 'hono'
import type { Env } from '#web/env.ts'

export type Reponse = {
  readonly statut: number
  /** Où la réponse renvoie ; vide si elle ne renvoie nulle part. */
  readonly vers: string
  readonly texte: string
  readonly type: string
  readonly entetes: Headers
  readonly octets: Buffer<ArrayBuffer>
}
export type Champs = Readonly<Record<string, string | readonly string[]>> | FormData
/** Lit une adresse ; avec des champs, les lui envoie. */
export type Aller = (chemin: string, champs?: Champs) => Promise<Reponse>
export type Navigateur = {
  readonly aller: Aller
  /** Ce que les pages lui ont confié, par nom. */
  readonly temoins: Map<string, string>
  lire(chemin: string): Promise<Reponse>
  /** Envoie un formulaire, vide s'il n'a pas de champ. */
  poster(chemin: string, champs?: Champs): Promise<Reponse>
}

/** Les espaces insécables se lisent comme des espaces. */
export const sansInsecables = (html: string): string => html.replace(/[\u00a0\u202f]/g, ' ')

export type Lecture = {
  /** D'où l'on vient : l'origine d'un envoi. */
  readonly origine: string
  readonly cookie?: string
  /** Comment le texte se lit ; tel quel, si rien n'est dit. */
  readonly texte?: (html: string) => string
  /** L'adresse de qui demande, telle que le serveur la verrait. */
  readonly ip?: () => string
}

/** Un navigateur sans script : il garde ses témoins, envoie des formulaires, et ne suit pas les renvois. */
export const naviguer = (
  app: Pick<Hono<Env>, 'request'>,
  { origine, cookie, texte = (html) => html, ip }: Lecture,
): Navigateur => {
  const temoins = new Map<string, string>(cookie ? [cookie.split('=', 2) as [string, string]] : [])
  const aller: Aller = async (chemin, champs) => {
    const headers: Record<string, string> = {}
    if (temoins.size > 0) headers.cookie = [...temoins].map(([n, v]) => `${n}=${v}`).join('; ')
    if (champs) headers.origin = origine
    const corps = champs instanceof FormData ? champs : new URLSearchParams()
    if (champs && !(champs instanceof FormData))
      for (const [nom, v] of Object.entries(champs)) for (const un of [v].flat()) corps.append(nom, un)
    const r = await app.request(
      `${origine}${chemin}`,
      { headers, ...(champs ? { method: 'POST', body: corps } : {}) },
      ip && { incoming: { socket: { remoteAddress: ip() } } },
    )
    for (const pose of r.headers.getSetCookie()) {
      const [, nom = '', valeur = ''] = /^([^=]+)=([^;]*)/.exec(pose) ?? []
      if (/max-age=0/i.test(pose)) temoins.delete(nom)
      else temoins.set(nom, valeur)
    }
    const octets = Buffer.from(await r.arrayBuffer())
    return {
      statut: r.status,
      vers: r.headers.get('location') ?? '',
      texte: texte(octets.toString()),
      type: r.headers.get('content-type') ?? '',
      entetes: r.headers,
      octets,
    }
  }
  return {
    aller,
    temoins,
    lire: (chemin) => aller(chemin),
    poster: (chemin, champs = {}) => aller(chemin, champs),
  }
}
