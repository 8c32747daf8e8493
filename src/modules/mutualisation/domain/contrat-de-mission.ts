/**
 * Le contrat d’une mission, d’après ce que l’appel et la réponse disent : rien ne s’y retape. Le texte que les deux directions signent. Proposé,
 * à faire valider par l’union ou un conseil.
 */
import { formaterDate } from '#kernel/dates.ts'
import { formaterCreneau, formaterDuree } from '#kernel/heures.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { heureLocale, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { parts } from './appels.ts'
import { formes } from './formes/formes.ts'
import { motsDesChoix, motsDesPieces } from './formes/mots.ts'
import type { CodeForme } from './formes/regle.ts'
import { type Mission, minutesPrevues } from './missions.ts'

const sousTraite = [
  'Qui envoie réalise la prestation décrite, avec ses méthodes et sous sa seule direction. La personne ne reçoit aucune consigne de qui reçoit sur la conduite de son travail.',
  'Qui reçoit reste responsable de l’action devant son client ; qui envoie respecte le référentiel national qualité pour la part qui lui est confiée (indicateur 27), et remet avant le premier jour les pièces des indicateurs 21 et 22, avec l’accord de la personne.',
  'La prestation n’est pas sous-traitée à un tiers.',
]
const prete = [
  'Le prêt est sans but lucratif (C. trav., L8241-2) : qui reçoit rembourse le salaire, les charges sociales et les frais professionnels de la personne, et rien de plus. Ni marge, ni frais de gestion.',
  'La personne a donné son accord exprès. Un avenant à son contrat de travail précise les tâches, les heures, le lieu et les particularités du poste. Elle retrouve son poste au terme du prêt, sans que sa carrière ni sa rémunération en souffrent.',
  'Pendant le prêt, qui reçoit donne les consignes et répond des conditions d’exécution du travail ; qui envoie reste l’employeur. Le comité social et économique de chacune, s’il existe, est consulté ou informé.',
]
const clauses: Readonly<Partial<Record<CodeForme, readonly string[]>>> = {
  'sous-traitance': sousTraite,
  'sous-traitance-cae': [
    ...sousTraite,
    'La personne est entrepreneure ou entrepreneur salarié de qui envoie : le contrat et la facture sont au nom de la coopérative, et aucun engagement ne vaut sans son visa (C. trav., L7331-2).',
  ],
  pret: prete,
}
/** Au CPF : ce que R6333-6-2 demande d’écrire. */
const auCpf = [
  'Action financée par le compte personnel de formation : qui envoie tient une déclaration d’activité et un certificat Qualiopi en vigueur, et ne sous-traite pas à son tour (C. trav., R6333-6-2).',
  'Qui reçoit déclare ce contrat à la Caisse des dépôts, et veille à ne pas confier au dehors plus de 80 % de son chiffre d’affaires CPF de l’année civile.',
]

const partie = (nom: string, ville: string, siret: string, nda: string): string =>
  `${nom}${ville ? `, ${ville}` : ''}, SIRET ${siret}${nda ? `, déclaration d’activité ${nda}` : ''}`

/** « le 14 janvier 2027, 9 h – 17 h », à la pendule de Paris. */
const direCreneau = (debut: Date, fin: Date): string => {
  const [d, f] = [heureLocale(debut, ZONE_PAR_DEFAUT), heureLocale(fin, ZONE_PAR_DEFAUT)]
  return `le ${formaterDate(d.date)}, ${formaterCreneau(d.minute, f.minute === 0 ? 1440 : f.minute)}`
}

/** Le texte entier, un paragraphe par ligne. */
export const redigerContrat = (m: Mission): string => {
  const forme = formes.find((f) => f.code === m.forme)
  const prix = formaterMontant(centimes(m.prix))
  return [
    forme?.nom ?? m.forme,
    `Entre ${partie(m.receveur, m.receveurVille, m.receveurSiret, m.receveurNda)}, qui reçoit,`,
    `et ${partie(m.envoyeur, m.envoyeurVille, m.envoyeurSiret, m.envoyeurNda)}, qui envoie.`,
    `1. Objet. ${m.objet}. ${m.nom} intervient pour ${parts[m.part]}.${m.publics ? ` Public : ${m.publics}${m.stagiaires ? `, ${m.stagiaires} personnes` : ''}.` : ''}${m.attendus ? ` Ce qui est attendu : ${m.attendus}` : ''}${m.exigences ? ` Exigences : ${m.exigences}` : ''}`,
    `2. Dates et lieu : ${m.creneaux.map(([debut, fin]) => direCreneau(new Date(debut), new Date(fin))).join(' ; ')} (${formaterDuree(minutesPrevues(m))}), ${m.lieu}.`,
    m.auCout
      ? `3. Prix. Au plus ${prix}, sur décompte du salaire chargé et des frais, pièces à l’appui.`
      : `3. Prix. ${prix} hors taxes, pour l’ensemble ; payable sur constat signé des deux, à réception de la facture.`,
    `4. Qui donne les consignes : ${motsDesChoix.dirige.reponses[m.dirige].replace('sa coopérative', 'qui envoie').replace('la vôtre', 'qui reçoit')}. Au titre de : ${motsDesChoix.statut.reponses[m.statut].replace('de l’autre coopérative', 'de qui envoie')}.`,
    ...[...(clauses[m.forme] ?? []), ...(m.payeur === 'cpf' ? auCpf : [])].map((c, i) => `${i + 5}. ${c}`),
    `Pièces à joindre : ${(forme?.pieces ?? []).map((p) => motsDesPieces[p] ?? p).join(' ; ')}.`,
    'Qui met fin au contrat avant le premier jour le dit à l’autre par écrit, avec son motif ; les heures de la personne sont rendues aussitôt.',
    'Ce texte est une proposition calculée d’après les faits dits par les deux coopératives ; il se relit avec l’union ou un conseil avant d’être signé.',
  ].join('\n')
}
