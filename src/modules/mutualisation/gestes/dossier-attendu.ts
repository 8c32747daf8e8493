/** Qui reçoit demande à la personne son dossier 21/22, ou permet une session sans lui et dit pourquoi. */
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import {
  creerIntervenant,
  type Intervenant,
  intervenants,
  type TiersId,
  trouverOuCreerIntervenant,
} from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ajouterDerogation } from '../db/derogations.ecritures.ts'
import { type AVenir, aVenirSansDossier, demanderDossier, sansDossier } from '../db/dossier-attendu.ts'
import { direRefusDuDossier } from '../domain/dossier-remis.ts'
import { type Mission, porteLeNom } from '../domain/missions.ts'
import type { Ici } from './vivier.ts'

/** Sa journée le lui dit, et rien d’autre : ce qu’elle en fait est à elle. */
export const demander = async (
  { tx, le }: Pick<Ici, 'tx' | 'le'>,
  m: Pick<Mission, 'mission'>,
): Promise<Result<string, Refus>> => {
  const mot = await demanderDossier(tx, m.mission, le)
  const non = direRefusDuDossier(mot)
  return non ? ko(non) : ok(mot)
}

type RefusDeDerogation = Refus & { readonly champs?: Readonly<Record<string, string>> }
const auChamp = (r: Refus): Result<never, RefusDeDerogation> => ko({ ...r, champs: { personne: r.phrase } })

/** Les fiches sans compte de ce nom, quand on ne devine pas laquelle est la sienne ; rien, si une seule peut l’être. */
export const fichesAuChoix = async (tx: TenantTx, m: AVenir): Promise<readonly Intervenant[] | undefined> => {
  if (m.fiche) return undefined
  const memeNom = (await intervenants(tx)).filter((x) => porteLeNom(x, m))
  return memeNom.length > 1 || memeNom.some((x) => x.compte !== null)
    ? memeNom.filter((x) => x.compte === null)
    : undefined
}
/** Ce que le formulaire dit d’une fiche qui n’existe pas encore. */
export const FICHE_NEUVE = 'neuve'

/** La fiche de qui attend la dérogation : elle anime déjà, ou sa mission la mènerait ici, et sa fiche naît avec la dérogation. */
const ficheDe = async (
  tx: TenantTx,
  s: { readonly id: SessionId; readonly activite: ActiviteId },
  qui: string,
  choisie: string | undefined,
  le: Date,
): Promise<Result<TiersId, RefusDeDerogation>> => {
  const anime = (await sansDossier(tx, s.id)).find((g) => g.personne === qui)
  if (anime) return ok(anime.personne)
  const m = (await aVenirSansDossier(tx, s.id)).find((g) => g.mission === qui)
  if (!m) return auChamp(refus('personne', 'Cette personne n’attend aucune dérogation pour cette session.'))
  if (m.fiche) return ok(m.fiche)
  const elle = { prenom: m.prenom, nom: m.famille }
  const auChoix = await fichesAuChoix(tx, m)
  if (!auChoix) return ok(await trouverOuCreerIntervenant(tx, s.activite, elle, le))
  if (choisie === FICHE_NEUVE) return ok(await creerIntervenant(tx, s.activite, elle, le))
  const fiche = auChoix.find((x) => x.personne === choisie)
  if (fiche) return ok(fiche.personne)
  const phrase = `${m.prenom} ${m.famille} est aussi le nom de qui intervient déjà chez vous : choisissez sa fiche, ou une neuve.`
  return ko({ ...refus('homonyme', phrase), champs: { fiche: phrase } })
}

/** La session se tiendra sans le dossier de cette personne, qu’elle l’anime déjà ou qu’on l’y affecte ensuite ; la raison reste. La base dit qui le peut. */
export const deroger = async (
  tx: TenantTx,
  s: { readonly id: SessionId; readonly activite: ActiviteId },
  {
    personne,
    fiche: choisie,
    motif,
  }: { readonly personne: string; readonly fiche?: string | undefined; readonly motif: string },
  le: Date,
): Promise<Result<undefined, RefusDeDerogation>> => {
  const fiche = await ficheDe(tx, s, personne, choisie, le)
  if (!fiche.ok) return fiche
  if (!(await ajouterDerogation(tx, { activite: s.activite, session: s.id, personne: fiche.value, motif })))
    return ko(refus('deja', 'Cette dérogation est déjà donnée.'))
  await consigner(tx, {
    activite: s.activite,
    faitLe: le,
    module: 'mutualisation',
    geste: 'deroger-dossier-remis',
    objet: { genre: 'session', id: s.id },
    phrase: 'Une dérogation est donnée : la session se tient sans le dossier 21/22 d’une personne prêtée.',
  })
  return ok(undefined)
}
