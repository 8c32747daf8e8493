/** Le témoin de connexion : « __Host- » interdit à un sous-domaine de le poser ; il n'existe qu'en https. */
export const sessionCookieName = (origine: string): string =>
  origine.startsWith('https:') ? '__Host-coforme' : 'coforme'

/** Le témoin qui reconnaît un navigateur déjà entré : il n’ouvre rien, et reste quand on sort. */
export const deviceCookieName = (origine: string): string =>
  origine.startsWith('https:') ? '__Host-coforme-appareil' : 'coforme-appareil'

export type SessionCookieOptions = {
  readonly path: '/'
  readonly httpOnly: true
  readonly sameSite: 'Lax'
  readonly secure: boolean
  readonly maxAge?: number
}

/** Sans durée, le témoin part avec le navigateur. `retenue` : « rester connecté », trente jours. */
export const sessionCookieOptions = (origine: string, retenue: boolean): SessionCookieOptions => ({
  path: '/',
  httpOnly: true,
  sameSite: 'Lax',
  secure: origine.startsWith('https:'),
  ...(retenue ? { maxAge: 30 * 24 * 3600 } : {}),
})

/** Quatre cents jours, le plus long que les navigateurs gardent. */
export const deviceCookieOptions = (origine: string): SessionCookieOptions => ({
  ...sessionCookieOptions(origine, true),
  maxAge: 400 * 24 * 3600,
})
