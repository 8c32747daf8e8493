/**
 * Le contrat d’une mission et l’avenant d’un prêt, d’après ce que l’appel et la réponse disent : rien ne s’y retape. Le texte que les deux
 * directions signent. Proposé, à faire valider par l’union ou un conseil. Sources : C. trav., R6333-6-2 (contrat écrit de sous-traitance),
 * L8241-2 (convention et avenant d’un prêt), L7331-2.
 */
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { compter, majuscule } from '#kernel/texte.ts'
import { heureLocale, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { parts } from './appels.ts'
import { formes } from './formes/formes.ts'
import { motsDesChoix, motsDesPieces } from './formes/mots.ts'
import { enPhrase, type Mission, minutesPrevues, seConfie } from './missions.ts'

export type ArticleDActe = { readonly titre: string; readonly texte: string }

/** Ce que le contrat doit dire et que ni l’appel ni la réponse ne disent ; vide : le texte proposé vaut. */
export type PrecisionsDuContrat = {
  /** Une sous-traitance : sanction, moyens, suivi (R6333-6-2). */
  readonly sanction: string
  readonly moyens: string
  readonly suivi: string
  /** Un prêt : la qualification de la personne, et comment son coût se calcule (L8241-2). */
  readonly qualification: string
  readonly calcul: string
}
export const precisionsProposees: PrecisionsDuContrat = {
  sanction: 'Un certificat de réalisation pour chaque stagiaire, établi par qui reçoit.',
  moyens:
    'La salle et son équipement, fournis par qui reçoit ; les supports de la personne, dont elle garde les droits.',
  suivi:
    'La présence se signe à chaque demi-journée ; la personne contresigne la feuille et la remet à qui reçoit.',
  qualification: '',
  calcul:
    'Salaire brut des heures faites, charges sociales de l’employeur, frais professionnels remboursés à la personne sur justificatifs : à l’euro près.',
}
/** Un prêt ne s’écrit pas sans dire la qualification de la personne. */
export const verifierPrecisions = (
  m: Pick<Mission, 'forme'>,
  dites: PrecisionsDuContrat,
): Result<PrecisionsDuContrat, Refus> => {
  const p = Object.fromEntries(
    Object.entries(precisionsProposees).map(([k, v]) => [
      k,
      dites[k as keyof PrecisionsDuContrat].trim() || v,
    ]),
  ) as PrecisionsDuContrat
  return m.forme === 'pret' && p.qualification === ''
    ? ko(refus('qualification', 'Dites la qualification de la personne prêtée (C. trav., L8241-2).'))
    : ok(p)
}

/** « Langue & Lien, Rennes, SIRET … » */
const partie = (nom: string, ville: string, siret: string, nda: string): string =>
  `${nom}${ville ? `, ${ville}` : ''}, SIRET ${siret}${nda ? `, déclaration d’activité ${nda}` : ''}`
export const partiesDe = (m: Mission) => ({
  recoit: partie(m.receveur, m.receveurVille, m.receveurSiret, m.receveurNda),
  envoie: partie(m.envoyeur, m.envoyeurVille, m.envoyeurSiret, m.envoyeurNda),
})

/** « le 14 janvier 2027, 9 h – 17 h », à la pendule de Paris. */
const direCreneau = (debut: Date, fin: Date): string => {
  const [d, f] = [heureLocale(debut, ZONE_PAR_DEFAUT), heureLocale(fin, ZONE_PAR_DEFAUT)]
  return `le ${formaterDate(d.date)}, ${formaterCreneau(d.minute, f.minute === 0 ? 1440 : f.minute)}`
}
const direPeriode = (m: Mission): string =>
  `${m.creneaux.map(([debut, fin]) => direCreneau(new Date(debut), new Date(fin))).join(' ; ')} (${formaterDuree(minutesPrevues(m))})`

/** Chaque article est une phrase : sa première lettre aussi. */
const enPhrases = (articles: readonly ArticleDActe[]): readonly ArticleDActe[] =>
  articles.map((a) => ({ ...a, texte: majuscule(a.texte) }))

const objet = (m: Mission): ArticleDActe => ({
  titre: 'Mission confiée',
  texte: [
    enPhrase(m.objet),
    `${m.nom} intervient pour ${parts[m.part]}.`,
    m.publics &&
      enPhrase(`Public : ${m.publics}${m.stagiaires ? `, ${compter(m.stagiaires, 'personne')}` : ''}`),
    m.attendus && enPhrase(`Ce qui est attendu : ${m.attendus}`),
    m.exigences && enPhrase(`Exigences : ${m.exigences}`),
  ]
    .filter(Boolean)
    .join(' '),
})
const periode = (m: Mission): ArticleDActe => ({
  titre: 'Durée, dates et lieu',
  texte: `${direPeriode(m)}, ${m.lieu}.`,
})
const prix = (m: Mission): ArticleDActe => {
  const montant = formaterMontant(centimes(m.prix))
  return m.auCout
    ? {
        titre: 'Remboursement',
        texte: `Au plus ${montant}, sur décompte du salaire chargé et des frais, pièces à l’appui.`,
      }
    : {
        titre: 'Prix',
        texte:
          m.prix === 0
            ? 'Rien n’est dû.'
            : `${montant} hors taxes, pour l’ensemble ; payable sur constat signé des deux, à réception de la facture.`,
      }
}
const direction = (m: Mission): ArticleDActe => ({
  titre: 'Qui donne les consignes',
  texte: `${motsDesChoix.dirige.reponses[m.dirige].replace('sa coopérative', 'qui envoie').replace('la vôtre', 'qui reçoit')}. Au titre de : ${motsDesChoix.statut.reponses[m.statut].replace('de l’autre coopérative', 'de qui envoie')}.`,
})

const sousTraitance = (m: Mission, p: PrecisionsDuContrat): readonly ArticleDActe[] => [
  {
    titre: 'Réalisation',
    texte:
      'Qui envoie réalise la prestation décrite, avec ses méthodes et sous sa seule direction. La personne ne reçoit aucune consigne de qui reçoit sur la conduite de son travail.',
  },
  {
    titre: 'Contenu et sanction',
    texte: `${enPhrase(`${m.objet}${m.attendus ? ` : ${m.attendus}` : ''}`)} ${enPhrase(p.sanction)}`,
  },
  { titre: 'Moyens mobilisés', texte: enPhrase(p.moyens) },
  { titre: 'Conditions de réalisation et de suivi', texte: enPhrase(p.suivi) },
  {
    titre: 'Responsabilité et qualité',
    texte:
      'Qui reçoit reste responsable de l’action devant son client ; qui envoie respecte le référentiel national qualité pour la part qui lui est confiée (indicateur 27), et remet avant le premier jour les pièces des indicateurs 21 et 22, avec l’accord de la personne.',
  },
  {
    titre: 'Sans cascade ni démarchage',
    texte:
      'La prestation n’est pas sous-traitée à un tiers. Qui envoie ne démarche pas, pour son compte, le client de l’action ni ses stagiaires à l’occasion de la mission.',
  },
  {
    titre: 'Confidentialité et données personnelles',
    texte:
      'Les noms, présences et résultats des stagiaires ne servent qu’à l’action ; qui envoie les rend ou les efface après le constat, et ne les transmet à personne.',
  },
  ...(m.forme === 'sous-traitance-cae'
    ? [
        {
          titre: 'Visa de la coopérative d’activité',
          texte:
            'La personne est entrepreneure ou entrepreneur salarié de qui envoie : le contrat et la facture sont au nom de la coopérative, et aucun engagement ne vaut sans son visa (C. trav., L7331-2).',
        },
      ]
    : []),
]
const pret = (m: Mission, p: PrecisionsDuContrat): readonly ArticleDActe[] => [
  {
    titre: 'Prêt sans but lucratif',
    texte:
      'Le prêt est sans but lucratif (C. trav., L8241-2) : qui reçoit rembourse le salaire, les charges sociales et les frais professionnels de la personne, et rien de plus. Ni marge, ni frais de gestion.',
  },
  { titre: 'Personne prêtée', texte: enPhrase(`${m.nom}, ${p.qualification}`) },
  { titre: 'Calcul du remboursement', texte: enPhrase(p.calcul) },
  {
    titre: 'Accord et avenant',
    texte:
      'La personne a donné son accord exprès. Un avenant à son contrat de travail précise les tâches, les heures, le lieu et les particularités du poste. Elle retrouve son poste au terme du prêt, sans que sa carrière ni sa rémunération en souffrent.',
  },
  {
    titre: 'Exécution du travail',
    texte:
      'Pendant le prêt, qui reçoit donne les consignes et répond des conditions d’exécution du travail ; qui envoie reste l’employeur. Le comité social et économique de chacune, s’il existe, est consulté ou informé.',
  },
]
/** Au CPF : ce que R6333-6-2 demande d’écrire. */
const auCpf: ArticleDActe = {
  titre: 'Compte personnel de formation',
  texte:
    'Action financée par le compte personnel de formation : qui envoie tient une déclaration d’activité et une certification qualité (C. trav., L6316-1) en vigueur, et ne sous-traite pas à son tour (C. trav., R6333-6-2). Qui reçoit déclare ce contrat à la Caisse des dépôts, et veille à ne pas confier au dehors plus de 80 % de son chiffre d’affaires CPF de l’année civile.',
}
const fin: readonly ArticleDActe[] = [
  {
    titre: 'Fin avant le premier jour',
    texte:
      'Qui met fin au contrat avant le premier jour le dit à l’autre par écrit, avec son motif ; les heures de la personne sont rendues aussitôt.',
  },
]

/** Les articles du contrat, selon sa forme. */
export const articlesDuContrat = (
  m: Mission,
  p: PrecisionsDuContrat = precisionsProposees,
): readonly ArticleDActe[] => {
  const forme = formes.find((f) => f.code === m.forme)
  return enPhrases([
    objet(m),
    periode(m),
    prix(m),
    direction(m),
    ...(seConfie(m) ? sousTraitance(m, p) : m.forme === 'pret' ? pret(m, p) : []),
    ...(m.payeur === 'cpf' ? [auCpf] : []),
    {
      titre: 'Pièces à joindre',
      texte: `${(forme?.pieces ?? []).map((x) => motsDesPieces[x] ?? x).join(' ; ')}.`,
    },
    ...fin,
  ])
}

/** Les clauses de R6333-6-2 que porte chaque article, par son titre, dans les mots du registre de la qualité. */
const clausesPortees: Readonly<Record<string, readonly string[]>> = {
  'Mission confiée': ['missions'],
  'Contenu et sanction': ['contenu', 'sanction'],
  'Moyens mobilisés': ['moyens'],
  'Conditions de réalisation et de suivi': ['suivi'],
  'Durée, dates et lieu': ['duree', 'periode'],
  Prix: ['prix'],
}
export const clausesDuContrat = (m: Mission): readonly string[] =>
  articlesDuContrat(m).flatMap((a) => clausesPortees[a.titre] ?? [])
/** Ceux que nomme l’article « Responsabilité et qualité » d’une sous-traitance. */
export const indicateursDuContrat: readonly number[] = [21, 22, 27]

/** Les articles de l’avenant d’un prêt, entre la personne et son employeur. */
export const articlesDeLAvenant = (m: Mission): readonly ArticleDActe[] =>
  enPhrases([
    {
      titre: 'Prêt',
      texte: `${m.envoyeur} prête ${m.nom} à ${partiesDe(m).recoit}, sans but lucratif (C. trav., L8241-2). Contrat ${m.numero ?? ''}.`,
    },
    { titre: 'Travail confié', texte: objet(m).texte },
    { titre: 'Heures et lieu', texte: periode(m).texte },
    {
      titre: 'Particularités du poste',
      texte: `${m.receveur} donne les consignes et répond des conditions de travail : durée, repos, santé et sécurité. La personne a accès à ses installations collectives.${m.exigences ? ` ${enPhrase(`Exigences : ${m.exigences}`)}` : ''}`,
    },
    {
      titre: 'Contrat de travail maintenu',
      texte: `${m.envoyeur} reste l’employeur : le contrat n’est ni rompu ni suspendu, le salaire et les droits sont inchangés.`,
    },
    {
      titre: 'Période probatoire et retour',
      texte: `Si le prêt modifie un élément essentiel du contrat, une période probatoire est prévue ; y mettre fin n’est pas une faute. Au terme, la personne retrouve son poste chez ${m.envoyeur}, sans que sa carrière ni sa rémunération en souffrent.`,
    },
    {
      titre: 'Accord libre',
      texte: 'La personne donne son accord exprès. Un refus ne peut être sanctionné (C. trav., L8241-2).',
    },
  ])

/** L’article qui veut ce contrat ; rien : aucun texte ne l’impose à cette forme. */
export const articleDuContrat = (m: Pick<Mission, 'forme' | 'payeur'>): string | undefined =>
  m.forme === 'pret' ? 'L8241-2' : m.payeur === 'cpf' ? 'R6333-6-2' : undefined

export const titreDuContrat = (m: Pick<Mission, 'forme'>): string =>
  m.forme === 'pret'
    ? 'Convention de mise à disposition'
    : seConfie(m)
      ? 'Contrat de sous-traitance'
      : 'Contrat de mission'

/** Le texte entier, un paragraphe par ligne : ce que la page montre de ce que la pièce fige. */
export const redigerContrat = (m: Mission, p: PrecisionsDuContrat = precisionsProposees): string => {
  const { recoit, envoie } = partiesDe(m)
  return [
    formes.find((f) => f.code === m.forme)?.nom ?? m.forme,
    `Entre ${recoit}, qui reçoit,`,
    `et ${envoie}, qui envoie.`,
    ...articlesDuContrat(m, p).map((a, i) => `${i + 1}. ${a.titre}. ${a.texte}`),
    'Ce texte est une proposition calculée d’après les faits dits par les deux coopératives ; il se relit avec l’union ou un conseil avant d’être signé.',
  ].join('\n')
}
