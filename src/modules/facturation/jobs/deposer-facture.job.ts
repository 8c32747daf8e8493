import { createHash } from 'node:crypto'
import { asId } from '#kernel/id.ts'
import { lirePiece } from '#modules/documents/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { noterDepot, noterEchecDeDepot, prendreDepot } from '../db/cycle.ecritures.ts'
import { type DepotId, lireDepot } from '../db/cycle.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { verrouillerPlateforme } from '../db/plateforme.ecritures.ts'
import type { PlateformeAgreee, RefusPlateforme } from '../domain/cycle/plateforme.ts'
import { demanderReleve } from '../gestes/deposer.ts'
import { ouvrirPlateforme, retrouver } from '../lecture/plateforme.ts'
import { type CreerPlateforme, creerPlateformeAgreee } from '../lecture/xp-z12-013.ts'

/** Un essai de plus viendra : la file le mène, de plus en plus tard. */
class ARefaire extends Error {
  override name = 'DepotARefaire'
}

/** `rienPris` : cet essai n’a rien pu y faire entrer. */
type Issue = { readonly flux: string } | { readonly refus: RefusPlateforme; readonly rienPris: boolean }

/**
 * Un dépôt déjà essayé se cherche d’abord par son suivi : sa réponse s’est peut-être perdue. Il ne se refait que si la plateforme dit ne
 * pas l’avoir.
 */
const faireEntrer = async (
  plateforme: PlateformeAgreee,
  d: {
    readonly suivi: string
    readonly numero: string
    readonly octets: Uint8Array
    readonly essais: number
  },
): Promise<Issue> => {
  if (d.essais > 0) {
    const sien = await retrouver(plateforme, d.suivi)
    if (!sien.ok) return { refus: sien.error, rienPris: true }
    if (sien.value) return sien.value
  }
  const r = await plateforme.deposer({
    suivi: d.suivi,
    nom: `${d.numero}.pdf`,
    syntaxe: 'Factur-X',
    octets: d.octets,
  })
  return r.ok ? r.value : { refus: r.error, rienPris: r.error.code === 'cles' }
}

/** Dépose une facture sur la plateforme agréée. Rejouée, coupée, répondue deux fois : elle n’y entre qu’une. */
export const creerDeposerFacture =
  (creer: CreerPlateforme = creerPlateformeAgreee()): JobHandler =>
  async (payload, { db, keys, storage, clock }) => {
    const id =
      typeof payload.depot === 'string'
        ? (asId<'DepotFacture'>(payload.depot) as DepotId | undefined)
        : undefined
    if (!id) return
    const { organisme } = payload
    const acces = { genre: 'tache', organisme } as const
    const pris = await db.withTenant(acces, async (tx) => {
      const depot = await lireDepot(tx, id)
      if (!depot || depot.voie !== 'plateforme' || depot.flux !== null || depot.closLe !== null)
        return undefined
      const facture = await lireFacture(tx, depot.facture)
      const piece = facture?.piece ? await lirePiece(tx, facture.piece) : undefined
      const contenu = piece && (await storage.get(tx, piece.fichier))
      await verrouillerPlateforme(tx)
      const plateforme = await ouvrirPlateforme(tx, { keys, organisme, creer })
      if (!facture || !contenu || !plateforme) {
        // Déjà essayé, il y est peut-être : il reste ouvert, personne n’en dépose un autre.
        const clos = depot.essais === 0 ? clock.now() : null
        const phrase = plateforme
          ? 'La pièce de cette facture ne se retrouve pas.'
          : `Aucune plateforme agréée n’est réglée, ou ses clés ne s’ouvrent plus : réglez-la${clos ? ', puis déposez de nouveau' : ''}.`
        await noterEchecDeDepot(tx, id, { phrase, clos })
        return undefined
      }
      if (!(await prendreDepot(tx, id, clock.now()))) return 'en-route' as const
      return { essais: depot.essais, numero: facture.numero, octets: contenu.octets, plateforme }
    })
    if (!pris) return
    if (pris === 'en-route') throw new ARefaire('Un autre essai est en route.')
    const issue = await faireEntrer(pris.plateforme, { ...pris, suivi: id })
    await db.withTenant(acces, async (tx) => {
      if ('flux' in issue) {
        await noterDepot(tx, id, {
          flux: issue.flux,
          empreinte: createHash('sha256').update(pris.octets).digest('hex'),
          le: clock.now(),
        })
        await demanderReleve(tx, organisme)
        return
      }
      const { code, phrase } = issue.refus
      await noterEchecDeDepot(tx, id, {
        phrase,
        clos: code === 'refuse' ? clock.now() : null,
        rienPris: issue.rienPris,
      })
    })
    if ('refus' in issue && issue.refus.code !== 'refuse') throw new ARefaire(issue.refus.code)
  }
