import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { canoniser, sha256 } from '#platform/json/canonique.ts'
import {
  ajouterAccord,
  ajouterConvention,
  constituerGroupement,
  entrerAuGroupement,
  inviterAuGroupement,
  ouvrirGroupement,
  poserForme,
  poserNecessite,
  proposerAcces,
  quitterGroupement,
  reporterLimite,
} from '../db/groupements.ecritures.ts'
import { manquesDIdentite, papierDeConvention } from '../domain/convention.ts'
import type { Ecrit } from '../domain/ecrits.ts'
import {
  type ContenuDeConvention,
  type DossierLu,
  type Forme,
  type Groupement,
  type GroupementId,
  manquesDeConvention,
  manquesPourConstituer,
  membresPresents,
  type Necessite,
} from '../domain/groupement.ts'
import { capacitesDe } from '../lecture/lire-reponse.ts'

type Fait<T = undefined> = Promise<Result<T, Refus>>

const phrases: Readonly<Record<string, string>> = {
  refuse: 'Ce geste ne vous est pas ouvert sur ce dossier.',
  introuvable: 'Cette invitation n’existe plus.',
  ferme: 'Ce dossier ne se compose plus : il est constitué, abandonné, ou sa date limite est passée.',
  attendue:
    'Une coopérative vient de vous inviter dans un dossier sur ce lot : répondez à « Dossiers à plusieurs », ou relisez cette page avant d’en ouvrir un autre.',
  'deja-ailleurs':
    'Votre coopérative, ou vous, êtes déjà d’un dossier sur ce lot, ou l’avez été : l’un des deux seulement se lit, une fois pour toutes.',
  gelee:
    'Entre la date limite et la signature du marché, la composition ne change pas (R2142-26 du code de la commande publique).',
  signee: 'Le marché est signé : son mandataire n’en sort pas, et ce que chacun y a fait reste.',
  seule: 'Il n’y a qu’un membre : personne d’autre n’a encore accepté.',
  'sans-necessite': 'Chaque membre écrit d’abord pourquoi il en a besoin.',
  'sans-forme': 'Choisissez d’abord la forme.',
  'sans-accord': 'Chaque membre accorde d’abord la dernière convention.',
  'convention-perimee':
    'La forme ou les membres ont changé depuis la convention : le mandataire en écrit une nouvelle version.',
}
const non = (code: string) => refuser(code, phrases[code] ?? phrases.refuse ?? '')

/**
 * Ouvre un tour de table sur un lot, avec les coopératives qui se sont nommées. Attendue dans un autre, la coopérative ne l’ouvre que `malgre`
 * l’invitation : deux tables ouvertes par celles qui se cherchent les sépareraient. La base en juge, une ouverture après l’autre.
 */
export const ouvrirTourDeTable = async (
  tx: TenantTx,
  g: Pick<Groupement, 'id' | 'lot' | 'idweb' | 'objet' | 'acheteur' | 'limite' | 'zone'>,
  malgre: boolean,
  invitees: readonly string[],
  le: Date,
): Fait<GroupementId> => {
  const dit = await ouvrirGroupement(tx, g, malgre, le)
  if (dit !== 'ouvert') return non(dit)
  for (const o of invitees) await inviterAuGroupement(tx, g.id, o, le)
  return ok(g.id)
}

export const inviter = async (tx: TenantTx, id: GroupementId, organisme: string, le: Date): Fait => {
  const dit = await inviterAuGroupement(tx, id, organisme, le)
  return dit === 'invitee' ? ok(undefined) : non(dit)
}

/** Entre dans un dossier où l’on est attendu : l’invitée accepte, ou une personne à qui l’accès est proposé. */
export const entrer = async (tx: TenantTx, id: GroupementId, le: Date): Fait<GroupementId> => {
  const dit = await entrerAuGroupement(tx, id, le)
  return dit === 'entree' ? ok(id) : non(dit)
}

export const proposer = async (tx: TenantTx, id: GroupementId, compte: string, le: Date): Fait =>
  (await proposerAcces(tx, id, compte, le))
    ? ok(undefined)
    : refuser('membre', 'Choisissez une personne de votre coopérative.')

export const choisirForme = async (tx: TenantTx, d: DossierLu, forme: Forme): Fait =>
  (await poserForme(tx, d.g, forme)) ? ok(undefined) : non('ferme')

export const ecrireNecessite = async (
  tx: TenantTx,
  d: DossierLu,
  n: Pick<Necessite, 'motifs' | 'capableSeule' | 'texte'>,
  par: string,
  le: Date,
): Fait => {
  if (d.g.etat !== 'tour-de-table' || d.g.limite <= le) return non('ferme')
  await poserNecessite(tx, d.g.id, n, par, le)
  return ok(undefined)
}

/** Écrit et fige une version de la convention, complète, identité des parties comprise : l’accord de chacun est à redonner. */
export const ecrireConvention = async (
  tx: TenantTx,
  d: DossierLu,
  ecrits: readonly Ecrit[],
  contenu: ContenuDeConvention,
  le: Date,
): Fait => {
  if (d.g.etat !== 'tour-de-table' || d.g.limite <= le) return non('ferme')
  const presents = membresPresents(d)
  const capacites = capacitesDe(ecrits, presents)
  const manques = [
    ...manquesDeConvention(
      contenu,
      d.g.forme,
      presents.map((m) => m.organisme),
    ),
    ...manquesDIdentite(presents, capacites),
  ]
  if (manques.length > 0) return refuser('incomplete', manques.join(' '))
  const version = (d.convention?.version ?? 0) + 1
  const papier = canoniser(papierDeConvention(d, presents, contenu, version, capacites))
  const figee = { contenu, papier, empreinte: sha256(Buffer.from(papier)) }
  if (!(await ajouterConvention(tx, d.g.id, version, figee, le)))
    return refuser('perime', 'Une autre version vient d’être écrite : relisez-la.')
  await ajouterAccord(tx, d.g.id, version, le)
  return ok(undefined)
}

/** Accorde la version qui se lit, et elle seule. */
export const accorder = async (tx: TenantTx, d: DossierLu, version: number, le: Date): Fait => {
  if (d.g.etat !== 'tour-de-table' || d.g.limite <= le) return non('ferme')
  if (d.convention === null || d.convention.version !== version)
    return refuser('perime', 'Une autre version vient d’être écrite : relisez-la.')
  return (await ajouterAccord(tx, d.g.id, version, le))
    ? ok(undefined)
    : refuser('deja', 'Votre accord est déjà donné.')
}

/** Constitue le groupement. La règle d’entente juge ; la base tient, elle aussi, qu’aucune nécessité ni aucun accord ne manque. */
export const constituer = async (tx: TenantTx, d: DossierLu, le: Date): Fait => {
  const manques = manquesPourConstituer(d)
  if (manques.length > 0) return refuser('manque', manques.join(' '))
  const dit = await constituerGroupement(tx, d.g.id, le)
  return dit === 'constitue' ? ok(undefined) : non(dit)
}

export const quitter = async (tx: TenantTx, id: GroupementId, motif: string, le: Date): Fait<string> => {
  const dit = await quitterGroupement(tx, id, motif, le)
  return dit === 'sortie' || dit === 'abandonne' ? ok(dit) : non(dit)
}

/** Reporte au dossier la date limite que l’avis dit maintenant. */
export const reporter = async (tx: TenantTx, id: GroupementId, publiee: Date | undefined, le: Date): Fait => {
  if (publiee === undefined) return refuser('deja', 'La date limite du dossier est celle de l’avis.')
  const dit = await reporterLimite(tx, id, publiee, le)
  return dit === 'reporte' ? ok(undefined) : non(dit)
}
