import { request as enClair } from 'node:http'
import { request as enChiffre } from 'node:https'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { adresseDuWeb } from '#platform/reseau/adresses.ts'
import { adresseSure, type Ports, versCetteAdresse } from '#platform/reseau/recuperer.ts'

type DemandeHttp = {
  readonly methode: 'GET' | 'POST'
  readonly enTetes?: Readonly<Record<string, string>>
  readonly corps?: string | Uint8Array
  /** Ce que l’on lit de la réponse, au plus : 1 Mo par défaut. */
  readonly octets?: number
  /** Seul le statut compte : le corps n’est pas lu. */
  readonly sansCorps?: boolean
}
export type Reponse = { readonly statut: number; readonly type: string; readonly octets: Uint8Array }
export type RefusDemande = Refus<'adresse' | 'privee' | 'injoignable' | 'taille'>
export type Demander = (url: string, demande: DemandeHttp) => Promise<Result<Reponse, RefusDemande>>

/**
 * Parle à une adresse du dehors que la coopérative a réglée, une fois, en quinze secondes au plus. L’internet public et lui seul ; aucune
 * redirection n’est suivie : la clé n’irait pas ailleurs. Rend la réponse quel que soit son statut.
 */
export const creerDemander =
  (ports: Ports & { readonly millisecondes?: number } = {}): Demander =>
  async (brut, { methode, enTetes = {}, corps, octets = 1_000_000, sansCorps = false }) => {
    const url = adresseDuWeb(brut)
    if (!url) return refuser('adresse', 'Cette adresse n’est pas celle d’une page du web (http ou https).')
    const sure = await adresseSure(url.hostname, ports)
    if (!sure.ok) return sure
    const signal = AbortSignal.timeout(ports.millisecondes ?? 15_000)
    return new Promise((rendre) => {
      const muette = () => rendre(refuser('injoignable', 'Ce service ne répond pas.'))
      const requete = (url.protocol === 'https:' ? enChiffre : enClair)(
        url,
        {
          method: methode,
          signal,
          agent: false,
          ...versCetteAdresse(sure.value),
          headers: {
            'user-agent': 'Coforme',
            'accept-encoding': 'identity',
            ...(corps === undefined ? {} : { 'content-length': Buffer.byteLength(corps) }),
            ...enTetes,
          },
        },
        (reponse) => {
          if (sansCorps) {
            const { statusCode: statut = 0 } = reponse
            reponse.destroy()
            rendre(ok({ statut, type: '', octets: new Uint8Array() }))
            return
          }
          const morceaux: Buffer[] = []
          let taille = 0
          reponse.on('data', (m: Buffer) => {
            taille += m.length
            if (taille > octets) {
              rendre(refuser('taille', 'Ce que ce service envoie pèse trop : rien n’en est pris.'))
              reponse.destroy()
              return
            }
            morceaux.push(m)
          })
          reponse.on('end', () =>
            rendre(
              ok({
                statut: reponse.statusCode ?? 0,
                type: reponse.headers['content-type'] ?? '',
                octets: new Uint8Array(Buffer.concat(morceaux)),
              }),
            ),
          )
          reponse.on('error', muette)
          // Coupée au milieu, elle n’a ni fin ni erreur.
          reponse.on('close', muette)
        },
      )
      requete.on('error', muette)
      requete.end(corps)
    })
  }
