/** Tout ce que la page d’une feuille montre, lu d’une fois. */
import { messageDuLien, type SortDuCourriel } from '#kernel/lien-envoye.ts'
import { lireSequences } from '#modules/inscriptions/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { Services } from '#platform/services.ts'
import { type AppareilDeFeuille, appareilsDe, type RapportDeCase, rapportsDe } from '../db/appareils.ts'
import {
  type Case,
  type Contresignature,
  lireArret,
  lireCases,
  lireContresignatures,
  lireDemi,
  lireDemis,
  lireDoublons,
} from '../db/lectures.ts'
import { type FeuillePapier, lireFeuillesPapier } from '../db/papier.ts'
import { type Invitation, invitationsDe } from '../db/registre.ecritures.ts'
import { programmeDe, sequencesDites } from '../db/sequences.ts'
import { compterTablettes } from '../db/tablettes.ts'
import type { Demi } from '../domain/ports.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import type { Ou } from './composer.ts'

export type VueDeLaFeuille = {
  readonly demi: Demi
  readonly cases: readonly Case[]
  readonly demis: readonly Demi[]
  readonly contresignatures: readonly Contresignature[]
  /** Secondes signatures, par inscription. */
  readonly doublons: ReadonlyMap<InscriptionId, number>
  /** Les liens déjà demandés, par inscription. */
  readonly invitations: ReadonlyMap<InscriptionId, Invitation>
  /** Ce que dit le journal du courrier, par message ; absent, personne n’en tient un. */
  readonly courriels: ReadonlyMap<string, SortDuCourriel> | undefined
  /** Tablettes ouvertes dans la salle. */
  readonly tablettes: number
  /** Ce que des appareils ont rapporté d’une salle sans réseau. */
  readonly rapports: readonly RapportDeCase[]
  readonly appareils: readonly AppareilDeFeuille[]
  /** La minute où une interruption l’a coupée ; `demi.seance.fin` reste la prévue, qui borne la signature et la clôture. */
  readonly arreteeA: number | undefined
  /** Les scans de feuilles signées à la main. */
  readonly papiers: readonly FeuillePapier[]
  /** Les séquences du programme, dans l’ordre ; vide sans programme. */
  readonly sequences: readonly string[]
  /** Ce que qui anime a dit avoir travaillé. */
  readonly sequence: string | undefined
}

export const lireFeuille = (
  { db, mailer }: Services,
  acces: Acces,
  ou: Ou,
): Promise<VueDeLaFeuille | undefined> =>
  db.withTenant(acces, async (tx) => {
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return undefined
    const invitations = await invitationsDe(tx, ou.seance)
    return {
      demi,
      arreteeA: await lireArret(tx, ou.session, ou.seance),
      cases: await lireCases(tx, ou),
      demis: await lireDemis(tx, ou.session),
      contresignatures: (await lireContresignatures(tx, ou.session)).filter((c) => c.seance === ou.seance),
      doublons: await lireDoublons(tx, ou.seance),
      invitations,
      courriels: await mailer.sorts?.(
        tx,
        [...invitations.values()].flatMap((v) => [v.envois, v.envois + 1].map((n) => messageDuLien(v.id, n))),
      ),
      tablettes: await compterTablettes(tx, ou.seance),
      rapports: await rapportsDe(tx, ou.seance),
      appareils: await appareilsDe(tx, ou.seance),
      papiers: await lireFeuillesPapier(tx, ou.seance),
      sequences: lireSequences(await programmeDe(tx, ou.session)).map((x) => x.sequence),
      sequence: (await sequencesDites(tx, ou.session)).get(ou.seance),
    }
  })
