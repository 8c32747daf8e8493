import type { Nature } from './nature.ts'

/** Les quatre catégories du certificat qualité, une par nature (L. 6313-1, L. 6316-1). Certain. */
export const categories: Readonly<Record<Nature, { code: 'AF' | 'CBC' | 'VAE' | 'CFA'; nom: string }>> = {
  formation: { code: 'AF', nom: 'actions de formation' },
  bilan: { code: 'CBC', nom: 'bilans de compétences' },
  vae: { code: 'VAE', nom: 'validation des acquis de l’expérience' },
  apprentissage: { code: 'CFA', nom: 'formation par apprentissage' },
}

/** Cadre F-3 du bilan pédagogique et financier (Cerfa 10443\*17) : l’objectif général de la prestation. */
export const objectifsF3 = {
  a: 'Diplôme, titre ou CQP enregistré au RNCP',
  b: 'Certification ou habilitation enregistrée au répertoire spécifique (RS)',
  c: 'CQP non enregistré au RNCP ni au RS',
  d: 'Autre formation professionnelle',
  e: 'Bilan de compétences',
  f: 'Accompagnement à la validation des acquis de l’expérience',
} as const
export type ObjectifF3 = keyof typeof objectifsF3

/** Les « dont » de la ligne a, et d’elle seule. */
export const niveauxF3 = {
  '6-8': 'Niveaux 6 à 8 (licence, master, ingénieur, doctorat)',
  '5': 'Niveau 5 (BTS, DUT, écoles sanitaires et sociales)',
  '4': 'Niveau 4 (bac pro, BT, BP, BM)',
  '3': 'Niveau 3 (BEP, CAP)',
  '2': 'Niveau 2',
  cqp: 'CQP sans niveau de qualification',
} as const
export type NiveauF3 = keyof typeof niveauxF3

type Classe = {
  readonly nature: Nature | null
  readonly f3: ObjectifF3 | null
  readonly niveauF3: NiveauF3 | null
  readonly certification: string | null
}

/**
 * Ce qui se contredit dans le classement, ou rien. Un bilan est en e, une VAE en f, et eux seuls (notice) ; a suppose un
 * code RNCP, b un code RS (déduit : ces lignes nomment le répertoire).
 */
export const contradictionF3 = (c: Classe): string | undefined => {
  if (c.f3 === null) return undefined
  if (c.nature === 'bilan' && c.f3 !== 'e') return 'un bilan de compétences se déclare en e'
  if (c.nature === 'vae' && c.f3 !== 'f') return 'une VAE se déclare en f'
  if (c.nature !== null && c.nature !== 'bilan' && c.f3 === 'e')
    return 'e est réservé au bilan de compétences'
  if (c.nature !== null && c.nature !== 'vae' && c.f3 === 'f') return 'f est réservé à la VAE'
  if (c.f3 === 'a' && !c.certification?.startsWith('RNCP')) return 'a demande un code RNCP'
  if (c.f3 === 'b' && !c.certification?.startsWith('RS')) return 'b demande un code RS'
  return undefined
}

/** Le niveau F-3 d’un niveau du cadre national de 2019 (1 à 8) ; le niveau 1 n’a pas de ligne. */
export const niveauDeCadre = (niveau: number | null): NiveauF3 | null =>
  niveau === null || niveau < 2 ? null : niveau >= 6 ? '6-8' : (String(niveau) as NiveauF3)
