import { ajouterMois, type DateCivile } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { adhesions } from '#modules/comptes/index.ts'
import { asRole, roles } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { lireActivite, lireCadre, lireJugements, lireSituation } from '../db/cadre.ts'
import { mesurer } from '../db/mesures.queries.ts'
import type { Regarde } from '../db/population.ts'
import { confronter, type FaitDeSituation } from '../domain/cadre.ts'
import type { Agit, Cadre } from '../domain/controle.ts'
import { grilleAu } from '../domain/grille.ts'
import { composerScore, controlesDe, type Score } from '../domain/moteur.ts'

const categorieDe = { formation: 'AF', bilan: 'CBC', vae: 'VAE', apprentissage: 'CFA' } as const

/** Sans cadre posé : l’audit serait aujourd’hui, sur dix-huit mois, pour ce que le catalogue contient. */
export const proposerCadre = async (tx: TenantTx, jour: DateCivile): Promise<Cadre> => {
  const a = await lireActivite(tx)
  const categories = Object.entries(categorieDe).flatMap(([nature, c]) =>
    a.natures.includes(nature) ? [c] : [],
  )
  return {
    genre: 'surveillance',
    auditLe: jour,
    depuis: ajouterMois(jour, -18),
    categories: categories.length > 0 ? categories : ['AF'],
    situation: [
      ...(a.certifiante ? (['certification'] as const) : []),
      ...(a.confiee ? (['sous-traitance'] as const) : []),
    ],
  }
}

export const aujourdhui = (maintenant: Date): DateCivile => jourLocal(maintenant, ZONE_PAR_DEFAUT)

export type ScoreLu = {
  readonly regarde: Regarde
  /** Faux : personne n’a encore dit quel audit se prépare. */
  readonly pose: boolean
  /** Ce que le cadre disait, et que des faits contredisent. */
  readonly contredits: readonly FaitDeSituation[]
  readonly score: Score
}

/** Où et quand l’on regarde ; `auditLe` regarde la grille d’un autre jour, sans rien changer. */
export const lireRegard = async (
  tx: TenantTx,
  maintenant: Date,
  auditLe?: DateCivile,
): Promise<Regarde & Pick<ScoreLu, 'pose' | 'contredits'>> => {
  const jour = aujourdhui(maintenant)
  const garde = await lireCadre(tx)
  const dit = garde ?? (await proposerCadre(tx, jour))
  const { cadre, contredits } = confronter(dit, await lireSituation(tx, { depuis: dit.depuis, jour }))
  return {
    jour,
    pose: garde !== undefined,
    contredits: garde ? contredits : [],
    cadre: auditLe ? { ...cadre, auditLe } : cadre,
  }
}

/** Le score du moment : recompté des faits, jamais gardé ; un fait écrit y est à la lecture suivante. */
export const lireScore = async (
  tx: TenantTx,
  maintenant: Date,
  auditLe?: DateCivile,
): Promise<ScoreLu | undefined> => {
  const { pose, contredits, ...regarde } = await lireRegard(tx, maintenant, auditLe)
  const score = composerScore(
    regarde.cadre,
    await mesurer(tx, regarde, codesDuCadre(regarde.cadre)),
    await lireJugements(tx),
    regarde.jour,
  )
  return score && { regarde, pose, contredits, score }
}

/** Qui agit : la personne désignée par le fait, à défaut celles qui tiennent le rôle, à défaut la direction. */
export type Equipe = {
  nommer(qui: string | null, agit: Agit): string
  /** Le rôle qui répond vraiment de ce geste ici : personne ne le tient, c’est la direction. */
  roleDe(agit: Agit): Agit
  nomDe(compte: string | null): string | undefined
}

export const lireEquipe = async (tx: TenantTx): Promise<Equipe> => {
  const gens = await adhesions(tx)
  const noms = new Map(gens.map((a) => [a.compte as string, `${a.prenom} ${a.nom}`.trim()]))
  const tiennent = (agit: Agit) => gens.filter((a) => !a.enAttente && a.au === null && a.roles.includes(agit))
  const roleDe = (agit: Agit): Agit => (tiennent(agit).length > 0 ? agit : 'responsable')
  return {
    roleDe,
    nomDe: (compte) => (compte ? noms.get(compte) : undefined),
    nommer(qui, agit) {
      const designe = qui ? noms.get(qui) : undefined
      if (designe) return designe
      const [premier] = tiennent(roleDe(agit))
      if (premier) return `${premier.prenom} ${premier.nom}`.trim()
      const role = asRole(agit)
      return role ? roles[role].nom : 'la direction'
    },
  }
}

/** Les contrôles des indicateurs de ce cadre, dans la version du jour de l’audit. */
export const codesDuCadre = (cadre: Cadre): readonly string[] => {
  const grille = grilleAu(cadre.auditLe as DateCivile, cadre.categories, cadre.situation)
  return grille
    ? grille.indicateurs.flatMap((i) => controlesDe(i.numero, grille.version).map((c) => c.code))
    : []
}
