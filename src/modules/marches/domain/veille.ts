import { type DateCivile, dateCivile, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { plier } from '#kernel/texte.ts'
import { jourLocal, type Zone } from '#kernel/zones.ts'
import type { Attribution, AvisLu, Signalement } from './avis.ts'
import { zoneDe } from './echeances.ts'
import { reunir } from './reunir.ts'
import { termesDesLots, tousLesTermes } from './termes.ts'
import { type Profil, suitesDe, trier } from './trier.ts'

/** Pourquoi un avis se laisse. */
export const motifs = {
  metier: 'pas notre métier',
  delai: 'délai trop court',
  'chiffre-d-affaires': 'chiffre d’affaires exigé',
  capacite: 'capacité',
  autre: 'autre, en une phrase',
} as const
export type Motif = keyof typeof motifs

/** Ce que la coopérative a fait d’un avis. */
export type Suivi = {
  readonly idweb: string
  readonly etat: 'suivi' | 'laisse'
  readonly motif: Motif | null
  readonly precision: string
  readonly le: Date
  readonly par: string
}
/** Ce que la coopérative cherche, tel qu’elle le règle ; `jours` : rien qui ferme avant tant de jours. */
export type Filtres = Omit<Profil, 'pays' | 'auPlusTot'> & { readonly jours: number }
/** Un profil parmi ceux d’une coopérative : elle ne cherche pas la même chose pour toutes ses activités. */
export type ProfilDeVeille = Filtres & { readonly rang: number; readonly nom: string }
/** Le nom d’un profil ; sans nom, son rang : à plusieurs, chaque raison dit de quel profil elle vient. */
export const nomDuProfil = (p: { readonly rang?: number; readonly nom?: string }): string =>
  p.nom || (p.rang === undefined ? '' : `Profil ${p.rang}`)
/** Au-delà, la veille ne se lit plus d’un coup d’œil. Choix du produit. */
export const PROFILS_MAX = 6
export const sansFiltre: Filtres = { departements: [], cpv: [], mots: [], exclure: [], jours: 0 }

/** Une attribution publiée, et l’avis qui la dit. */
export type Precedent = {
  readonly idweb: string
  readonly parution: string | null
  readonly attribution: Attribution
}
export type AvisEnVeille = {
  readonly lu: AvisLu
  readonly etat: 'a-lire' | 'suivi' | 'laisse' | 'ecarte' | 'annule' | 'ferme'
  /** Pourquoi il passe les filtres, ou pourquoi il est écarté. */
  readonly raisons: readonly string[]
  /**
   * Le prochain terme d’un lot encore ouvert, rectificatifs compris ; le dernier quand tout est fermé ; rien s’il ne se croit pas ou n’est
   * pas publié.
   */
  readonly limite: Date | null
  /** Le jour, à la pendule de l’acheteur. */
  readonly jour: DateCivile | null
  readonly zone: Zone
  /** De ce jour au terme. */
  readonly reste: number | null
  readonly rectificatifs: readonly AvisLu[]
  readonly annulation: AvisLu | null
  readonly suivi: Suivi | null
}

/** L’acheteur par son SIRET, sinon par son nom, tel qu’il se compare. */
const acheteurs = ({ avis }: AvisLu): readonly string[] =>
  [avis.acheteur.siret, avis.acheteur.nom === null ? null : plier(avis.acheteur.nom)].flatMap((x) => x ?? [])

/** Le même domaine : un code commun à trois chiffres, ou aucun code d’un côté. */
const memeDomaine = (a: AvisLu, b: AvisLu): boolean =>
  a.avis.cpv.length === 0 ||
  b.avis.cpv.length === 0 ||
  a.avis.cpv.some((c) => b.avis.cpv.some((d) => d.startsWith(c.slice(0, 3))))

/** Qui a eu avant : les attributions publiées du même acheteur dans le même domaine, les plus récentes d’abord. */
export const precedentsDe = (avis: AvisLu, lus: readonly AvisLu[]): readonly Precedent[] => {
  const siens = new Set(acheteurs(avis))
  return lus
    .filter(
      (l) =>
        l.avis.nature === 'attribution' &&
        l.avis.idweb !== avis.avis.idweb &&
        acheteurs(l).some((a) => siens.has(a)) &&
        memeDomaine(avis, l),
    )
    .flatMap((l) =>
      l.avis.attributions.map((attribution) => ({
        idweb: l.avis.idweb,
        parution: l.avis.parution,
        attribution,
      })),
    )
    .toSorted((a, b) => ((a.parution ?? '') > (b.parution ?? '') ? -1 : 1))
}

/** Le tri rend ses jours tels que publiés ; une personne les lit autrement. */
const direJours = (raison: string): string =>
  raison.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (j) => {
    const jour = dateCivile(j)
    return jour ? formaterDate(jour) : j
  })

/** De ce jour au terme, à la pendule de l’acheteur. */
export const resteAvant = (limite: Date, zone: Zone, jour: DateCivile): number =>
  ecartEnJours(jour, jourLocal(limite, zone))

/**
 * La veille d’une coopérative : chaque avis de marché une fois, ses rectificatifs et son annulation rattachés, gardé par l’un de
 * ses profils, ou écarté de tous, et pourquoi, et ce qu’elle en a fait. Ce qu’elle suit reste, filtres ou non. Le plus proche terme d’abord ; sans terme, à la fin.
 * `apportes` : les numéros des avis que la coopérative apporte.
 */
export const composerVeille = (
  lus: readonly AvisLu[],
  profils: readonly (Filtres & { readonly nom?: string; readonly rang?: number })[],
  suivis: readonly Suivi[],
  jour: DateCivile,
  maintenant: Date,
  apportes: ReadonlySet<string> = new Set(),
): readonly AvisEnVeille[] => {
  const unis = reunir(
    lus.map((lu, i) => [i, lu]),
    apportes,
  ).lus
  const suites = suitesDe(unis)
  const tousLes: readonly (Filtres & { readonly nom?: string; readonly rang?: number })[] =
    profils.length > 0 ? profils : [sansFiltre]
  const parProfil = tousLes.map((filtres) => ({
    filtres,
    tris: new Map(
      trier({ ...filtres, pays: ['FRA'], auPlusTot: jour }, unis).map((t) => [t.idweb, t] as const),
    ),
  }))
  const fait = new Map(suivis.map((s) => [s.idweb, s]))
  return unis
    .filter((l) => l.avis.nature === 'marche' || l.avis.nature === 'autre')
    .map((lu): AvisEnVeille => {
      const { idweb } = lu.avis
      const siennes = suites.get(idweb) ?? []
      const rectificatifs = siennes.filter((s) => s.avis.nature === 'rectificatif')
      const annulation = siennes.find((s) => s.avis.nature === 'annulation') ?? null
      const termes = [...termesDesLots(lu, rectificatifs), ...tousLesTermes(lu, rectificatifs)]
        .flatMap((t) => (t === null ? [] : [new Date(t)]))
        .toSorted((a, b) => a.getTime() - b.getTime())
      const zone = zoneDe(lu.avis.departements)
      const limite = termes.find((t) => t > maintenant) ?? termes.at(-1) ?? null
      const sonJour = limite === null ? null : jourLocal(limite, zone)
      const reste = limite === null ? null : resteAvant(limite, zone, jour)
      const fin = termes.at(-1)
      const plusieurs = fin !== undefined && jourLocal(fin, zone) !== sonJour
      const suivi = fait.get(idweb) ?? null
      const juges = parProfil.map(({ filtres, tris }) => {
        const tri = tris.get(idweb)
        // Un lot ferme bientôt, un autre plus tard : l’avis reste à lire.
        const tropTot = fin !== undefined && resteAvant(fin, zone, jour) < filtres.jours
        return {
          nom: nomDuProfil(filtres),
          garde: tri?.garde === true && !tropTot,
          raisons: [
            ...(tri?.raisons ?? []).map((r) =>
              direJours(plusieurs && r.startsWith('ferme le ') ? `le dernier lot ${r}` : r),
            ),
            ...(tri?.garde && tropTot ? [`ferme dans moins de ${filtres.jours} jours`] : []),
          ],
        }
      })
      const retenus = juges.filter((j) => j.garde)
      const etat = annulation
        ? 'annule'
        : limite !== null && limite <= maintenant
          ? 'ferme'
          : (suivi?.etat ?? (retenus.length > 0 ? 'a-lire' : 'ecarte'))
      // À plusieurs profils, chacun dit les siennes, sous son nom.
      const raisons = (retenus.length > 0 ? retenus : juges).flatMap((j) =>
        j.nom === '' || juges.length === 1 ? j.raisons : [`${j.nom} : ${j.raisons.join(', ')}`],
      )
      return { lu, etat, raisons, limite, jour: sonJour, zone, reste, rectificatifs, annulation, suivi }
    })
    .toSorted((a, b) => {
      const [x, y] = [a.limite?.getTime() ?? Infinity, b.limite?.getTime() ?? Infinity]
      return x === y ? (a.lu.avis.idweb < b.lu.avis.idweb ? -1 : 1) : x - y
    })
}

/** Où lire l’avis publié ; rien pour un avis écrit à la main, ou d’une source sans adresse par numéro. */
export const adressePubliee = (idweb: string): string | null =>
  /^\d{2}-\d{1,8}$/.test(idweb)
    ? `https://www.boamp.fr/pages/avis/?q=idweb:${idweb}`
    : /^\d{1,8}-\d{4}$/.test(idweb)
      ? `https://ted.europa.eu/fr/notice/-/detail/${idweb}`
      : null

export const motSignalement: Readonly<Record<Signalement, string>> = {
  'echeance-absurde': 'La date limite publiée ne se croit pas : vérifiez-la chez l’acheteur.',
  'montant-repete': 'Un montant est publié plusieurs fois : il n’est compté qu’une fois.',
  'json-illisible': 'Une partie de l’avis ne se lit pas : lisez-le chez l’acheteur.',
}

export const motForme: Readonly<Record<Attribution['forme'], string>> = {
  seul: 'sans groupement',
  groupement: 'en groupement',
  'a-verifier': 'seul ou groupé : à vérifier',
}
