/** Un appareil d’essai : la même clé, la même suite et les mêmes textes que la page, sans navigateur. */
import { createHash, randomBytes, randomUUID, webcrypto } from 'node:crypto'
import type { EntreeAppareil } from '../domain/hors-ligne.ts'
import type { Qui } from '../gestes/composer.ts'
import { emporter, inscrireAppareil } from '../gestes/emporter.ts'
import type { Envoi } from '../gestes/hors-ligne.ts'
import { canonique } from './canonique.ts'
import type { ServicesDEssai } from './session-d-essai.ts'

export type GesteDeLAppareil = Pick<EntreeAppareil, 'seance' | 'geste'> & {
  readonly inscription?: string
  readonly faitLe: string
  readonly motif?: EntreeAppareil['motif']
  readonly trace?: string
  readonly minutes?: EntreeAppareil['minutes']
}

const sha256 = (texte: string) => createHash('sha256').update(texte).digest('hex')

/** `ecartMs` : de combien son horloge avance quand il emporte ses feuilles. */
export const unAppareil = async (
  services: ServicesDEssai,
  qui: Qui,
  nom = 'Téléphone de Tom',
  ecartMs = 0,
) => {
  const { privateKey, publicKey } = await webcrypto.subtle.generateKey(
    { name: 'ECDSA', namedCurve: 'P-256' },
    false,
    ['sign', 'verify'],
  )
  const cle = new Uint8Array(await webcrypto.subtle.exportKey('raw', publicKey))
  const inscrit = await inscrireAppareil(services, qui, { cle, nom })
  if (!inscrit.ok) throw new Error(inscrit.error.code)
  const { id } = inscrit.value
  const emport = await emporter(services, qui, {
    appareil: id,
    horloge: new Date(services.clock.now().getTime() + ecartMs),
    rang: 0,
    tete: null,
  })
  if (!emport.ok) throw new Error(emport.error.code)
  const feuilles = new Map(emport.value.feuilles.map((f) => [f.seance, f.feuille]))
  let rang = 0
  let precedente: string | null = null
  const signerTexte = async (texte: string): Promise<Uint8Array> =>
    new Uint8Array(
      await webcrypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, Buffer.from(texte)),
    )
  return {
    id,
    cle,
    emport: emport.value,
    signerTexte,
    /** Copie où en est sa suite ; rend de quoi l’y remettre. */
    sauver: () => {
      const garde = { rang, precedente }
      return () => {
        rang = garde.rang
        precedente = garde.precedente
      }
    },
    /** Emporte de nouveau, là où en est sa suite. */
    reprendre: (alors: ServicesDEssai, horloge = alors.clock.now()) =>
      emporter(alors, qui, { appareil: id, horloge, rang, tete: precedente }),
    /** Un geste de plus dans la suite ; rien n’est envoyé. */
    faire: async (
      g: GesteDeLAppareil,
      autre: Partial<EntreeAppareil> = {},
    ): Promise<Envoi & { readonly id: string }> => {
      rang += 1
      const entree: EntreeAppareil = {
        format: 'coforme-appareil/1',
        id: randomUUID(),
        appareil: id,
        rang,
        precedente,
        alea: randomBytes(16).toString('hex'),
        seance: g.seance,
        inscription: g.inscription ?? null,
        geste: g.geste,
        faitLe: new Date(g.faitLe).toISOString(),
        feuille: feuilles.get(g.seance) ?? '0'.repeat(64),
        identification: g.geste === 'presence' ? 'initiales' : 'code',
        attestation: g.geste === 'presence' || g.geste === 'contresignature',
        trace: g.trace === undefined ? null : sha256(g.trace),
        motif: g.geste === 'absence' ? (g.motif ?? 'inconnu') : null,
        ...(g.minutes ? { minutes: g.minutes } : {}),
        ...autre,
      }
      const texte = canonique(entree)
      precedente = sha256(texte)
      return {
        id: entree.id,
        texte,
        signature: await signerTexte(texte),
        ...(g.trace === undefined ? {} : { trace: g.trace }),
      }
    },
  }
}
