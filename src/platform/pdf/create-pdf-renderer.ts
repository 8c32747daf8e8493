import { createHash } from 'node:crypto'
import { availableParallelism } from 'node:os'
import canonicalize from 'canonicalize'
import { ko, ok } from '#kernel/result.ts'
import { type Atelier, createAtelier, type OptionsAtelier } from '#platform/pdf/atelier.ts'
import { cheminOuvrier, trouverGabarits } from '#platform/pdf/lieux.ts'
import { nettoyerDonnees } from '#platform/pdf/nettoyer.ts'
import type { Compilation, PdfRenderer, RefusPdf, ReunionsDAvance } from '#platform/pdf/pdf.ts'
import { lignesQr } from '#platform/pdf/qr.ts'

/** Un gabarit fautif ou inconnu, un ouvrier mort. Le message ne cite aucune donnée : il peut se journaliser. */
export class PdfPanne extends Error {
  override name = 'PdfPanne'
  /** Ce que le moteur a dit : peut citer un nom, ne se journalise pas. */
  readonly #detail: readonly string[]
  constructor(message: string, detail: readonly string[] = []) {
    super(message)
    this.#detail = detail
  }
  detail(): readonly string[] {
    return this.#detail
  }
}

/** Octets de données au-delà desquels on ne tente pas : environ 3 000 stagiaires sur une feuille. */
const donneesMax = 6_000_000

const canonique = (valeur: unknown): string => {
  const texte = canonicalize(valeur)
  if (texte === undefined) throw new PdfPanne('Données sans forme canonique.')
  return texte
}

/** L'adresse où l'on vérifie un document : les 16 premiers chiffres de son empreinte la nomment. */
export const adresseVerification = (verification: string, empreinte: string): string =>
  `${verification.replace(/\/+$/, '')}/${empreinte.slice(0, 16)}`

const enPhrase = (texte: string): string => {
  const t = texte.trim()
  return `${t.slice(0, 1).toUpperCase()}${t.slice(1)}${/[.!?]$/.test(t) ? '' : '.'}`
}
const refusDuGabarit = (messages: readonly string[]): RefusPdf => {
  const mention = messages.flatMap(
    (m) => m.match(/^mention obligatoire absente[\s\u00a0\u202f]*:[\s\u00a0\u202f]*([\s\S]+)$/)?.[1] ?? [],
  )
  return mention.length > 0
    ? {
        code: 'mention-absente',
        phrase: enPhrase(`il manque une mention obligatoire\u00a0: ${mention.join(', ')}`),
      }
    : { code: 'donnees-refusees', phrase: messages.map(enPhrase).join(' ') }
}

/** Compilations gardées, d’une centaine de ko chacune, et combien de temps. */
const reunionsMax = 4
const reunionsMs = 60_000

const nommer = ({ titre, noms, fichiers }: Compilation) => JSON.stringify([titre, noms, fichiers])

const reunirDAvance = (atelier: Atelier): ReunionsDAvance => {
  const faites = new Map<string, Promise<Uint8Array | undefined>>()
  return {
    commencer(quoi, pdfs) {
      const cle = nommer(quoi)
      if (faites.has(cle)) return
      const [ancienne] = faites.keys()
      if (ancienne !== undefined && faites.size >= reunionsMax) faites.delete(ancienne)
      const oublier = () => {
        faites.delete(cle)
        return undefined
      }
      // Personne n’attend cette promesse : un ouvrier qui ne naît pas ne doit pas la laisser levée.
      faites.set(
        cle,
        atelier
          .composer({ pdfs, titre: quoi.titre, noms: quoi.noms })
          .then((issue) => (issue.genre === 'compose' ? issue.pdf : oublier()), oublier),
      )
      setTimeout(() => faites.delete(cle), reunionsMs).unref()
    },
    reunie: (quoi) => faites.get(nommer(quoi)),
  }
}

export const createPdfRenderer = (options: Partial<OptionsAtelier> = {}): PdfRenderer => {
  const atelier = createAtelier({
    ouvrier: cheminOuvrier,
    places: Math.max(1, Math.min(2, availableParallelism())),
    limiteMs: 20_000,
    memoireMax: 1_500_000_000,
    vie: 2_000,
    attenteMax: 200,
    reposMs: 120_000,
    renfortMs: 2_000,
    patienceMs: 300,
    coeurs: availableParallelism(),
    ...options,
  })
  let gabarits: ReadonlyMap<string, string> | undefined

  return {
    async render(demande) {
      gabarits ??= trouverGabarits()
      const gabarit = gabarits.get(demande.gabarit)
      if (gabarit === undefined) throw new PdfPanne(`Gabarit inconnu : ${demande.gabarit}`)

      const figees = { ...demande.donnees, gabarit: demande.gabarit, emisLe: demande.emisLe.toISOString() }
      const net = nettoyerDonnees(figees, demande.multilignes)
      const signatures = demande.signatures && nettoyerDonnees(demande.signatures)
      const refus = [...net.refus, ...(signatures?.refus ?? [])]
      if (refus.length > 0) return ko({ code: 'donnees-refusees', phrase: refus.join(' ') })

      const donnees = canonique(net.donnees)
      if (donnees.length > donneesMax)
        return ko({
          code: 'trop-lourd',
          phrase: 'Ce document est trop long pour être composé d’un seul tenant.',
        })
      const empreinte = createHash('sha256').update(donnees).digest('hex')
      const url = demande.verification && adresseVerification(demande.verification, empreinte)
      const issue = await atelier.composer({
        gabarit,
        instant: demande.emisLe.getTime(),
        ...(demande.enLot && { enLot: true }),
        entrees: {
          donnees,
          ...(url !== undefined && { preuve: JSON.stringify({ empreinte, url, qr: lignesQr(url) }) }),
          ...(signatures && { signatures: canonique(signatures.donnees) }),
          ...(demande.facturX !== undefined && { facturX: demande.facturX }),
        },
      })
      switch (issue.genre) {
        case 'compose':
          return ok({
            pdf: issue.pdf,
            pages: issue.pages,
            empreinte,
            donnees,
            remplaces: [...new Set([...net.remplaces, ...(signatures?.remplaces ?? [])])],
          })
        case 'refus':
          return ko(refusDuGabarit(issue.messages))
        case 'trop-lourd':
          return ko({
            code: 'trop-lourd',
            phrase: 'Ce document demande trop de temps ou de mémoire\u00a0: découpez-le.',
          })
        case 'occupe':
          return ko({
            code: 'occupe',
            phrase: 'Beaucoup de documents attendent déjà\u00a0: réessayez dans une minute.',
          })
        case 'panne':
          throw new PdfPanne(`Composition impossible : ${demande.gabarit}`, issue.messages)
      }
    },
    dAvance: reunirDAvance(atelier),
    close: () => atelier.close(),
  }
}
