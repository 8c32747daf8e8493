import { compter } from '#kernel/texte.ts'

/** Ce que la coopérative a dans le pôle au moment de le quitter (`porte.ce_que_l_on_quitte`) ; ce qui empêche de partir d’abord. */
const quoiQuitter = [
  'compte',
  'volumes',
  'achats',
  'retraits',
  'engagements',
  'documents',
  'accord',
  'missions',
  'reservations',
  'attentes',
  'appels',
  'reponses',
  'manques',
] as const
type QuoiQuitter = (typeof quoiQuitter)[number]
export type Laisse = { readonly quoi: QuoiQuitter; readonly nombre: number }

const phrases: Readonly<Record<QuoiQuitter, (n: number) => string>> = {
  compte: () =>
    'Votre compte courant n’est pas soldé, ou retient un montant : votre coopérative part une fois le compte à zéro.',
  volumes: (n) => `Ce que vous prendriez de ${compter(n, 'achat')} en préparation s’efface.`,
  achats: (n) =>
    n === 1
      ? 'L’achat que vous conduisez, pas encore conclu, prend fin.'
      : `Les ${n} achats que vous conduisez, pas encore conclus, prennent fin.`,
  retraits: (n) => `Vous vous retirez de ${compter(n, 'achat')} que le pôle rejoint encore.`,
  engagements: (n) =>
    `Vous restez dans ${compter(n, 'achat')} déjà conclu${n > 1 ? 's' : ''}, et lisez encore où cela en est.`,
  documents: (n) =>
    `Les autres ne lisent plus ${n === 1 ? 'le document que vous avez mis en commun' : `les ${n} documents que vous avez mis en commun`} ; qui en a pris une copie la garde.`,
  accord: () =>
    'Votre signature de l’accord des responsables conjoints ne compte plus ; ce que vous devez garder suit son article « Combien de temps ».',
  missions: (n) =>
    n === 1
      ? 'Une mission avec une coopérative du pôle reste due : menez-la à terme, ou annulez-la.'
      : `${compter(n, 'mission')} avec des coopératives du pôle restent dues : menez-les à terme, ou annulez-les.`,
  reservations: (n) =>
    n === 1
      ? 'Une réservation d’un bien prêté reste tenue.'
      : `${compter(n, 'réservation')} de biens prêtés restent tenues.`,
  attentes: (n) =>
    n === 1
      ? 'Une demande d’un bien prêté, en option ou dans la file, tombe.'
      : `${compter(n, 'demande')} de biens prêtés, en option ou dans la file, tombent.`,
  appels: (n) =>
    n === 1
      ? 'Votre appel à intervention encore ouvert se clôt : personne n’y répond plus.'
      : `Vos ${n} appels à intervention encore ouverts se closent : personne n’y répond plus.`,
  reponses: (n) =>
    n === 1
      ? 'Une réponse de votre coopérative à un appel du pôle se retire ; la personne ne la retrouve plus.'
      : `${compter(n, 'réponse')} de votre coopérative à des appels du pôle se retirent ; les personnes ne les retrouvent plus.`,
  manques: (n) =>
    n === 1
      ? 'Une spécialité que vous disiez chercher ne compte plus parmi les besoins du pôle.'
      : `${compter(n, 'spécialité')} que vous disiez chercher ne comptent plus parmi les besoins du pôle.`,
}

/** Une phrase par chose. */
export const direDepart = (laisse: readonly Laisse[]): readonly string[] =>
  quoiQuitter.flatMap((q) => {
    const n = laisse.find((l) => l.quoi === q)?.nombre ?? 0
    return n > 0 ? [phrases[q](n)] : []
  })
