import { createHash } from 'node:crypto'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import {
  garderGel,
  garderOuverture,
  garderPhoto,
  insererAudit,
  verrouillerLesGels,
} from '../db/audit-blanc.ecritures.ts'
import {
  type Audit,
  auditesDeLAnnee,
  dejaVus,
  engagerGraine,
  interneGele,
  lireAudit,
  lireGel,
  lirePopulation,
  revelerGraine,
} from '../db/audit-blanc.ts'
import { lireSituation } from '../db/cadre.ts'
import { listerFaits } from '../db/mesures.queries.ts'
import { type CadreAudit, type Point, programmer } from '../domain/audit-blanc.ts'
import { confronter } from '../domain/cadre.ts'
import { grilleAu, versionAu } from '../domain/grille.ts'
import { choisiALaMain, choisie, cleDuFait } from '../domain/photo.ts'
import { type RegleTirage, type SessionTiree, tirer } from '../domain/tirage.ts'
import { codesDuCadre } from '../lecture/lire-score.ts'
import { photographier, rangDe } from '../lecture/photographier.ts'

export type Contexte = { readonly activite: ActiviteId; readonly le: Date; readonly jour: string }
export type Introuvable = Refus<'introuvable'>
export const introuvable = () => refuser('introuvable', 'Cet audit n’existe pas ici.')

/** Les points à examiner d’un audit, d’après sa grille. */
export const pointsDe = (a: CadreAudit): Point[] => {
  const grille = grilleAu(a.auditLe as DateCivile, a.categories, a.situation)
  return grille ? programmer(grille, a) : []
}

/** Cadre un audit. Ce que les faits contredisent de sa situation y est ajouté : qui audite regarde ce qui se fait, non ce qui est coché. */
export const cadrerAudit = async (
  tx: TenantTx,
  id: string,
  dit: CadreAudit,
  { activite, le, jour }: Contexte,
): Promise<Result<void, Refus<'duree' | 'dates' | 'sans-grille' | 'nouveau'>>> => {
  const { cadre } = confronter(dit, await lireSituation(tx, { depuis: dit.depuis, jour }))
  if (cadre.minutes < 30 || cadre.minutes > 4_800)
    return refuser('duree', 'Un audit dure d’une demi-heure à dix jours.')
  if (cadre.depuis >= cadre.auditLe)
    return refuser('dates', 'Le premier jour des dossiers tirés vient avant l’audit.')
  if (!versionAu(cadre.auditLe as DateCivile))
    return refuser('sans-grille', 'Aucune grille n’est tenue pour un audit d’avant le 8 mars 2024.')
  if (cadre.nouveau.some((c) => !(cadre.categories as readonly string[]).includes(c)))
    return refuser('nouveau', 'On n’est nouvel entrant que dans une catégorie de cet audit.')
  if (await insererAudit(tx, id, cadre, le))
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'qualite',
      geste: 'cadrer-audit',
      objet: { genre: 'audit', id },
      phrase: `Un audit blanc est cadré, à la grille du ${formaterDate(cadre.auditLe as DateCivile, 'court')}.`,
    })
  return ok(undefined)
}

/** Gèle les données et engage la graine : le tirage est dès lors décidé, et personne ne le connaît. */
export const gelerAudit = async (
  tx: TenantTx,
  audit: string,
  { activite, le, jour }: Contexte,
): Promise<Result<{ readonly engagement: string }, Refus<'population-vide' | 'gele'> | Introuvable>> => {
  await verrouillerLesGels(tx)
  const a = await lireAudit(tx, audit)
  if (!a) return introuvable()
  if (a.engagement) return ok({ engagement: a.engagement })
  const regarde = { jour, cadre: a }
  const sessions = await lirePopulation(tx, regarde)
  if (sessions.length === 0)
    return refuser(
      'population-vide',
      'Il n’y a rien à tirer : aucune session de ces catégories, commencée depuis le premier jour du cadre, n’a de stagiaire. Un audit blanc se tient après une première action.',
    )
  if (a.parIntervenant && (await interneGele(tx)))
    return refuser(
      'gele',
      'Un autre audit interne est gelé et n’est pas ouvert : ouvrez-le d’abord, deux tirages prendraient les mêmes personnes.',
    )
  const vus = await dejaVus(tx)
  const regle: RegleTirage = {
    surveillance: a.genre === 'surveillance',
    ...(a.parCategorie === undefined ? {} : { parCategorie: a.parCategorie }),
    beneficiaires: a.beneficiaires,
    sitesVus: vus.sites,
    enseignesTirees: vus.enseignes,
    ...(a.parIntervenant
      ? {
          parIntervenant: {
            vus: (await auditesDeLAnnee(tx, Number(jour.slice(0, 4)))).flatMap((x) =>
              x.audit ? x.personne : [],
            ),
          },
        }
      : {}),
  }
  if (regle.parIntervenant && tirer(sessions, regle, (cle) => cle).length === 0)
    return refuser(
      'population-vide',
      'Il n’y a rien à tirer : chaque personne qui a animé depuis le premier jour du cadre a déjà son action de l’année.',
    )
  const trous = await listerFaits(tx, regarde, codesDuCadre(a), { tenus: false, max: 100_000 })
  const engagement = await engagerGraine(tx, audit)
  if (!engagement) return introuvable()
  await garderGel(tx, {
    audit,
    engagement,
    population: JSON.stringify({ regle, sessions }),
    trous: trous.map(cleDuFait),
    le,
  })
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'qualite',
    geste: 'geler-audit',
    objet: { genre: 'audit', id: audit },
    phrase: 'Les données d’un audit blanc sont gelées, et la graine de son tirage engagée.',
    details: { sessions: sessions.length, engagement: engagement.toString('hex') },
  })
  return ok({ engagement: engagement.toString('hex') })
}

/** Copie l’échantillon tel qu’il est à l’instant : c’est cette copie que lit qui audite. */
const copier = async (
  tx: TenantTx,
  a: Audit,
  tirees: readonly SessionTiree[],
  trous: ReadonlySet<string>,
  { le, jour }: Pick<Contexte, 'le' | 'jour'>,
): Promise<void> => {
  const { photo, pieces } = await photographier(tx, a, { jour, tirees, trous })
  await garderPhoto(tx, a.id, photo, pieces, le)
}

/** Révèle la graine, tire, et copie l’échantillon. */
export const ouvrirAudit = async (
  tx: TenantTx,
  audit: string,
  { activite, le, jour }: Contexte,
): Promise<Result<void, Refus<'pas-gele' | 'engagement'> | Introuvable>> => {
  const a = await lireAudit(tx, audit)
  if (!a) return introuvable()
  if (a.ouvertLe) return ok(undefined)
  const gel = await lireGel(tx, audit)
  const graine = gel && (await revelerGraine(tx, audit))
  if (!gel || !graine)
    return refuser('pas-gele', 'Gelez d’abord les données : le tirage se fait dans ce qui fut gelé.')
  if (createHash('sha256').update(graine).digest('hex') !== a.engagement)
    return refuser('engagement', 'Cette graine n’est pas celle qui fut engagée : le tirage ne vaudrait rien.')
  const tirees = tirer(gel.sessions, gel.regle, rangDe(graine))
  if (await garderOuverture(tx, audit, graine, tirees, le)) {
    await copier(tx, a, tirees, gel.trous, { le, jour })
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'qualite',
      geste: 'ouvrir-audit',
      objet: { genre: 'audit', id: audit },
      phrase: 'Un audit blanc est ouvert : la graine est révélée, l’échantillon tiré.',
      details: { graine: graine.toString('hex'), sessions: tirees.length },
    })
  }
  return ok(undefined)
}

/**
 * L’audit réel : l’auditeur dit les dossiers qu’il veut voir, la coopérative les ouvre. Rien n’est tiré ; ce qui est choisi est dans ce qui
 * existe, et le porteur du lien n’en lit que les preuves.
 */
export const ouvrirChoisis = async (
  tx: TenantTx,
  audit: string,
  choix: readonly { readonly session: string; readonly inscription: string }[],
  contexte: Contexte,
): Promise<
  Result<void, Refus<'vide' | 'interne' | 'inconnu' | 'population-vide' | 'gele' | 'pas-gele'> | Introuvable>
> => {
  const { activite, le, jour } = contexte
  const a = await lireAudit(tx, audit)
  if (!a) return introuvable()
  if (a.ouvertLe) return ok(undefined)
  if (a.parIntervenant)
    return refuser(
      'interne',
      'Un audit interne tire une action par personne qui anime : ses dossiers ne se choisissent pas.',
    )
  if (choix.length === 0)
    return refuser('vide', 'Cochez au moins un stagiaire : c’est son dossier que l’auditeur ouvrira.')
  const gele = await gelerAudit(tx, audit, contexte)
  if (!gele.ok) return gele
  const gel = await lireGel(tx, audit)
  const graine = gel && (await revelerGraine(tx, audit))
  if (!gel || !graine) return refuser('pas-gele', 'Les données ne sont pas gelées : reprenez cet audit.')
  const choisies = gel.sessions.flatMap((s): SessionTiree[] => {
    const voulues = new Set(choix.filter((x) => x.session === s.id).map((x) => x.inscription))
    const inscriptions = s.inscrits.flatMap((i) => (voulues.has(i.id) ? i.id : []))
    return inscriptions.length > 0
      ? [{ id: s.id, categorie: s.categorie, strates: [choisie], inscriptions }]
      : []
  })
  if (
    choisies.reduce((n, s) => n + s.inscriptions.length, 0) !== new Set(choix.map((x) => x.inscription)).size
  )
    return refuser('inconnu', 'Un des dossiers cochés n’est plus de cet audit : relisez la liste.')
  if (await garderOuverture(tx, audit, graine, choisies, le)) {
    await copier(tx, a, choisies, gel.trous, { le, jour })
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'qualite',
      geste: 'ouvrir-audit',
      objet: { genre: 'audit', id: audit },
      phrase: 'Un audit est ouvert sur les dossiers que l’auditeur a choisis.',
      details: { sessions: choisies.length },
    })
  }
  return ok(undefined)
}

/** Refait la copie : ce qui manquait au gel et ne manque plus y paraît « après le gel ». */
export const rephotographier = async (
  tx: TenantTx,
  audit: string,
  { activite, le, jour }: Contexte,
): Promise<Result<void, Refus<'pas-ouvert' | 'conclu'> | Introuvable>> => {
  const a = await lireAudit(tx, audit)
  if (!a) return introuvable()
  const gel = await lireGel(tx, audit)
  if (!a.echantillon || !gel)
    return refuser('pas-ouvert', 'L’audit n’est pas ouvert : il n’y a pas d’échantillon.')
  if (a.notifieLe) return refuser('conclu', 'L’audit est conclu : sa dernière copie reste celle qui fut lue.')
  await copier(tx, a, a.echantillon, gel.trous, { le, jour })
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'qualite',
    geste: 'recopier-echantillon',
    objet: { genre: 'audit', id: audit },
    phrase: 'L’échantillon d’un audit blanc est recopié : ce qui s’est ajouté depuis le gel y est dit.',
  })
  return ok(undefined)
}

/** Le tirage refait de la graine révélée et de la population gelée est-il celui que l’on a gardé ? */
export const tirageSeRejoue = async (tx: TenantTx, a: Audit): Promise<boolean | undefined> => {
  if (!a.graine || !a.echantillon || choisiALaMain(a.echantillon)) return undefined
  const gel = await lireGel(tx, a.id)
  if (!gel) return undefined
  const refait = tirer(gel.sessions, gel.regle, rangDe(Buffer.from(a.graine, 'hex')))
  const dire = (t: typeof refait) =>
    t.map((s) => `${s.id}:${s.inscriptions.join(',')}:${s.strates.join(',')}`).join('\n')
  return dire(refait) === dire([...a.echantillon])
}
