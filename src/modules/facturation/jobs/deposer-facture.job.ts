import { createHash } from 'node:crypto'
import { asId } from '#kernel/id.ts'
import { lirePiece } from '#modules/documents/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import { verrouillerChorus } from '../db/chorus.ecritures.ts'
import { noterDepot, noterEchecDeDepot, prendreDepot } from '../db/cycle.ecritures.ts'
import { type DepotId, lireDepot } from '../db/cycle.ts'
import { lireFacture } from '../db/factures.queries.ts'
import { verrouillerPlateforme } from '../db/plateforme.ecritures.ts'
import { lirePayeur } from '../documents/donnees-facture.ts'
import type { Depositaire, RefusPlateforme } from '../domain/cycle/plateforme.ts'
import type { Voie } from '../domain/cycle/statuts.ts'
import { demanderReleve } from '../gestes/deposer.ts'
import { demanderReleveDeChorus } from '../gestes/regler-chorus.ts'
import { type CreerChorus, creerChorusPro } from '../lecture/chorus.ts'
import { ouvrirChorus } from '../lecture/ouvrir-chorus.ts'
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
 * pas l’avoir. Qui n’est pas à l’annuaire ne recevrait rien ; un annuaire qui ne répond pas n’empêche rien, la plateforme cherche aussi.
 */
const faireEntrer = async (
  chez: Depositaire,
  d: {
    readonly suivi: string
    readonly numero: string
    readonly octets: Uint8Array
    readonly essais: number
    readonly siren: string | null
  },
): Promise<Issue> => {
  if (d.essais > 0) {
    const sien = await chez.retrouver(d.suivi)
    if (!sien.ok) return { refus: sien.error, rienPris: true }
    if (sien.value) return sien.value
  }
  const adresses = d.siren === null ? undefined : await chez.adressesDe?.(d.siren)
  if (d.siren !== null && adresses?.ok && adresses.value.length === 0)
    return {
      refus: {
        code: 'refuse',
        phrase: `L’annuaire n’a aucune adresse où le SIREN ${d.siren} reçoit ses factures : vérifiez-le sur la fiche de qui achète, ou envoyez-lui la facture par courriel.`,
      },
      rienPris: true,
    }
  const r = await chez.deposer({
    suivi: d.suivi,
    nom: `${d.numero}.pdf`,
    syntaxe: 'Factur-X',
    octets: d.octets,
  })
  return r.ok ? r.value : { refus: r.error, rienPris: r.error.rienPris ?? r.error.code === 'cles' }
}

const ouvrirDepositaire = async (
  tx: TenantTx,
  voie: Voie,
  par: Parameters<typeof ouvrirPlateforme>[1] & { readonly creerChorus: CreerChorus },
): Promise<Depositaire | undefined> => {
  if (voie === 'chorus') return ouvrirChorus(tx, { ...par, creer: par.creerChorus })
  const plateforme = await ouvrirPlateforme(tx, par)
  return (
    plateforme && {
      deposer: plateforme.deposer,
      retrouver: (suivi) => retrouver(plateforme, suivi),
      adressesDe: plateforme.adressesDe,
    }
  )
}

/** Dépose une facture sur la plateforme agréée, ou à Chorus Pro. Rejouée, coupée, répondue deux fois : elle n’y entre qu’une. */
export const creerDeposerFacture =
  (
    creer: CreerPlateforme = creerPlateformeAgreee(),
    creerChorus: CreerChorus = creerChorusPro(),
  ): JobHandler =>
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
      if (!depot || depot.deposeLe !== null || depot.flux !== null || depot.closLe !== null) return undefined
      const facture = await lireFacture(tx, depot.facture)
      const piece = facture?.piece ? await lirePiece(tx, facture.piece) : undefined
      const contenu = piece && (await storage.get(tx, piece.fichier))
      await (depot.voie === 'chorus' ? verrouillerChorus(tx) : verrouillerPlateforme(tx))
      const chez = await ouvrirDepositaire(tx, depot.voie, { keys, organisme, creer, creerChorus })
      if (!facture || !contenu || !chez) {
        // Déjà essayé, il y est peut-être : il reste ouvert, personne n’en dépose un autre.
        const clos = depot.essais === 0 ? clock.now() : null
        const phrase = chez
          ? 'La pièce de cette facture ne se retrouve pas.'
          : `${depot.voie === 'chorus' ? 'Chorus Pro n’est pas réglé' : 'Aucune plateforme agréée n’est réglée'}, ou ses clés ne s’ouvrent plus : ${depot.voie === 'chorus' ? 'réglez-le' : 'réglez-la'}${clos ? ', puis déposez de nouveau' : ''}.`
        await noterEchecDeDepot(tx, id, { phrase, clos })
        return undefined
      }
      if (!(await prendreDepot(tx, id, clock.now()))) return 'en-route' as const
      return {
        essais: depot.essais,
        numero: facture.numero,
        siren: (await lirePayeur(tx, facture))?.siren ?? null,
        octets: contenu.octets,
        voie: depot.voie,
        chez,
      }
    })
    if (!pris) return
    if (pris === 'en-route') throw new ARefaire('Un autre essai est en route.')
    const issue = await faireEntrer(pris.chez, { ...pris, suivi: id })
    await db.withTenant(acces, async (tx) => {
      if ('flux' in issue) {
        await noterDepot(tx, id, {
          flux: issue.flux,
          empreinte: createHash('sha256').update(pris.octets).digest('hex'),
          le: clock.now(),
        })
        if (pris.voie === 'plateforme') await demanderReleve(tx, organisme)
        else await demanderReleveDeChorus(tx, organisme)
        return
      }
      const { code, phrase } = issue.refus
      await noterEchecDeDepot(tx, id, {
        phrase,
        clos: code === 'refuse' ? clock.now() : null,
        rienPris: issue.rienPris,
      })
    })
    if ('refus' in issue && !['refuse', 'doute'].includes(issue.refus.code))
      throw new ARefaire(issue.refus.code)
  }
