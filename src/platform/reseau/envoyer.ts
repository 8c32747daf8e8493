import { request as enClair } from 'node:http'
import { request as enChiffre } from 'node:https'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { adresseSure, type Ports, versCetteAdresse } from '#platform/reseau/recuperer.ts'

export type Envoyer = (
  url: string,
  message: {
    readonly type: string
    readonly corps: string
    readonly enTetes: Readonly<Record<string, string>>
  },
) => Promise<Result<true, Refus>>

/**
 * Envoie un corps à une adresse du dehors que la coopérative a réglée, une fois, en quinze secondes au plus. L’internet public et
 * lui seul ; aucune redirection n’est suivie : la clé n’irait pas ailleurs.
 */
export const creerEnvoyer =
  (ports: Ports = {}): Envoyer =>
  async (brut, { type, corps, enTetes }) => {
    const url = URL.parse(brut)
    if (!url || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '')
      return refuser('adresse', 'Cette adresse n’est pas celle d’une page du web (http ou https).')
    const sure = await adresseSure(url.hostname, ports)
    if (!sure.ok) return sure
    const signal = AbortSignal.timeout(15_000)
    return new Promise((rendre) => {
      const muette = () => rendre(refuser('injoignable', 'La passerelle ne répond pas.'))
      const requete = (url.protocol === 'https:' ? enChiffre : enClair)(
        url,
        {
          method: 'POST',
          signal,
          agent: false,
          ...versCetteAdresse(sure.value),
          headers: {
            'user-agent': 'Coforme',
            'content-type': type,
            'content-length': Buffer.byteLength(corps),
            ...enTetes,
          },
        },
        (reponse) => {
          const { statusCode = 0 } = reponse
          reponse.destroy()
          rendre(
            statusCode >= 200 && statusCode < 300
              ? ok(true)
              : refuser('reponse', `La passerelle a refusé l’envoi (réponse ${statusCode}).`),
          )
        },
      )
      requete.on('error', muette)
      requete.end(corps)
    })
  }
