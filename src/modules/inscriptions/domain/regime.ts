/** Le régime du contrat se calcule ; il ne se choisit pas. */
import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur } from '#kernel/parametres.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { typographier } from '#kernel/texte.ts'
import type { Acheteur, Circonstance, Dispositif, Regime } from './dossier.ts'
import { delaiCpfJours } from './parametres.ts'

export type DemandeRegime = {
  readonly acheteur: Acheteur
  /**
   * « Agit à titre individuel et à ses frais » : dit par qui ouvre le dossier, jamais deviné. C’est lui qui départage
   * un particulier d’un micro-entrepreneur qui achète pour son activité.
   */
  readonly individuelASesFrais: boolean
  readonly circonstance: Circonstance
  /** Les dispositifs des lignes saisies ; vide tant qu’on ne sait pas qui paie. */
  readonly dispositifs: readonly Dispositif[]
  /** Le jour où l’engagement se conclut ; absent : les règles du moment. */
  readonly le?: DateCivile
}

export type RegimeCalcule = {
  readonly regime: Regime
  readonly article: string
  /** Pourquoi celui-là : la phrase montrée à qui ouvre le dossier. */
  readonly pourquoi: string
  /** Délai de rétractation en jours ; 0 : la loi n’en donne pas. */
  readonly delaiJours: number
  readonly articleDelai: string | null
  /** Ce qui reste à juger par une personne. */
  readonly doutes: readonly string[]
}
export type RefusRegime = Refus<
  | 'cpf-sans-titulaire'
  | 'of-ne-paie-pas-tout'
  | 'of-sans-sous-traitance'
  | 'individuel-sans-personne'
  | 'frais-contredits'
>

const dire = (r: RegimeCalcule): Result<RegimeCalcule, never> =>
  ok({ ...r, pourquoi: typographier(r.pourquoi), doutes: r.doutes.map(typographier) })

/** Sommes versées au titre de la formation par d’autres que la personne. */
const deTiers = (d: Dispositif) => d !== 'particulier' && d !== 'autre-formation' && d !== 'hors-formation'

/**
 * La table de décision, du plus spécial au plus commun :
 * 1. acheteur = autre organisme → sous-traitance reçue (BPF ligne C 10, cadre G) ;
 * 2. CPF → conditions générales de Mon Compte Formation (D6353-1 III) ;
 * 3. acheteur personne morale → convention (L6353-1, D6353-1 I) ;
 * 4. personne, à titre individuel et à ses frais → contrat (L6353-3) ;
 * 5. personne, autrement (financée par un tiers, ou agissant pour son activité) → convention.
 */
export const calculerRegime = (d: DemandeRegime): Result<RegimeCalcule, RefusRegime> => {
  const conso = d.circonstance !== 'etablissement'
  const a = (x: Dispositif) => d.dispositifs.includes(x)
  if (d.individuelASesFrais && d.acheteur !== 'personne')
    return ko(
      refus(
        'individuel-sans-personne',
        'Seule une personne physique agit à titre individuel et à ses frais : choisissez « une personne », ou décochez.',
      ),
    )
  if (d.acheteur === 'organisme-formation') {
    if (d.dispositifs.some((x) => x !== 'autre-of' && x !== 'hors-formation'))
      return ko(
        refus(
          'of-ne-paie-pas-tout',
          'En sous-traitance, tout le prix vient de l’organisme donneur d’ordre : ses financeurs ne vous paient pas.',
        ),
      )
    return dire({
      regime: 'sous-traitance-recue',
      article: 'C. civ., art. 1710 ; C. trav., art. R6333-6-2 si l’action est payée par le CPF',
      pourquoi:
        'Un autre organisme vous confie ces stagiaires : il tient la convention et le certificat, vous lui rendez les présences.',
      delaiJours: 0,
      articleDelai: null,
      doutes: [],
    })
  }
  if (a('autre-of'))
    return ko(
      refus(
        'of-sans-sous-traitance',
        'Une ligne payée par un autre organisme demande que l’acheteur soit cet organisme : ouvrez-lui son propre dossier.',
      ),
    )
  if (a('cdc-cpf')) {
    if (d.acheteur !== 'personne')
      return ko(
        refus(
          'cpf-sans-titulaire',
          'Le CPF s’achète par son titulaire : l’acheteur est la personne, même si son employeur abonde.',
        ),
      )
    return dire({
      regime: 'cpf',
      article: 'C. trav., art. D6353-1 III',
      pourquoi:
        'Les conditions générales de Mon Compte Formation tiennent lieu de contrat avec le titulaire.',
      delaiJours: d.le === undefined ? (delaiCpfJours.at(-1)?.valeur ?? 14) : enVigueur(delaiCpfJours, d.le),
      articleDelai: 'conditions générales de Mon Compte Formation',
      // Douteux : quatorze jours, ou onze jours ouvrés selon les sources (`parametres.ts`).
      doutes: ['Vérifiez le délai de rétractation sur la plateforme : ses conditions générales le fixent.'],
    })
  }
  if (d.acheteur === 'entreprise') {
    if (a('particulier'))
      return dire({
        regime: 'convention',
        article: 'C. trav., art. L6353-1 et D6353-1 I',
        pourquoi:
          'Une entreprise achète : c’est une convention, que le stagiaire signe aussi s’il cofinance.',
        delaiJours: 0,
        articleDelai: null,
        doutes: ['Une personne paie une part : la convention est à trois parties.'],
      })
    return dire({
      regime: 'convention',
      article: 'C. trav., art. L6353-1 et D6353-1 I',
      pourquoi: 'Une entreprise achète pour des personnes : c’est une convention.',
      delaiJours: 0,
      articleDelai: null,
      doutes: [],
    })
  }
  if (d.individuelASesFrais) {
    if (d.dispositifs.length > 0 && d.dispositifs.every(deTiers))
      return ko(
        refus(
          'frais-contredits',
          '« À ses frais » est coché, mais aucune ligne n’est payée par la personne : décochez, ou écrivez sa part.',
        ),
      )
    return dire({
      regime: 'contrat',
      article: 'C. trav., art. L6353-3',
      pourquoi: conso
        ? 'Une personne s’engage à titre individuel et à ses frais, loin de vos locaux ou après un démarchage : c’est un contrat, avec quatorze jours pour se rétracter.'
        : 'Une personne s’engage à titre individuel et à ses frais : c’est un contrat, avec dix jours pour se rétracter.',
      delaiJours: conso ? 14 : 10,
      articleDelai: conso ? 'C. conso., art. L221-18' : 'C. trav., art. L6353-5',
      doutes: d.dispositifs.some(deTiers)
        ? ['Un tiers finance aussi : le contrat protège la personne, la convention avec ce tiers s’y ajoute.']
        : [],
    })
  }
  return dire({
    regime: 'convention',
    article: 'C. trav., art. L6353-1 et D6353-1 I',
    pourquoi: d.dispositifs.some(deTiers)
      ? 'La personne ne paie pas elle-même : c’est une convention, avec qui finance.'
      : 'La personne achète pour son activité, pas à titre individuel : c’est une convention.',
    delaiJours: 0,
    articleDelai: null,
    doutes: [
      ...(d.dispositifs.some(deTiers)
        ? []
        : [
            'Si elle agit en réalité à titre individuel et à ses frais, cochez-le : la convention serait nulle.',
          ]),
      ...(d.circonstance === 'hors-etablissement' || d.circonstance === 'demarchage'
        ? [
            'Signée hors de vos locaux par un professionnel de cinq salariés au plus, elle peut ouvrir les protections de la consommation (C. conso., art. L221-3).',
          ]
        : []),
    ],
  })
}
