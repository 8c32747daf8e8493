import { cumuler } from '../arrondir-heures.ts'
import { comparer } from '../fraction.ts'
import { lettresF1, lignesDuTotal, sousLignesDe2 } from '../lignes.ts'
import { type Controle, detailsRncp, dire, direEffectif, enDefaut, pareils, si } from './controle.ts'

/** V1 à V10 : le formulaire doit sommer. */
export const arithmetique = {
  V1: {
    titre: 'La ligne 2 est la somme de a à h.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { C } }) {
      const somme = sousLignesDe2.reduce((t, l) => t + C[l], 0)
      return si(C['2'] !== somme, () => `Ligne 2 : ${dire(C['2'])} €, et ${dire(somme)} € de a à h.`)
    },
  },
  V2: {
    titre: 'Le total des produits est la somme des lignes 1 à 11.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { C } }) {
      const somme = lignesDuTotal.reduce((t, l) => t + C[l], 0)
      return si(C.total !== somme, () => `Total de C : ${dire(C.total)} €, et ${dire(somme)} € de 1 à 11.`)
    },
  },
  V3: {
    titre: 'Le total de F-1 est la somme de a à e.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { F1 } }) {
      const somme = cumuler(lettresF1.map((l) => F1[l]))
      return si(
        !pareils(F1.total, somme),
        () => `F-1 (1) : ${direEffectif(F1.total)}, et ${direEffectif(somme)} de a à e.`,
      )
    },
  },
  V4: {
    titre: 'Le total de F-3 est la somme de a à f, sans les « dont ».',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { F3 } }) {
      const somme = cumuler([F3.a, F3.b, F3.c, F3.d, F3.e, F3.f])
      return si(
        !pareils(F3.total, somme),
        () => `F-3 (3) : ${direEffectif(F3.total)}, et ${direEffectif(somme)} de a à f.`,
      )
    },
  },
  V5: {
    titre: 'Le total de F-4 est la somme des spécialités et des autres.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { F4 } }) {
      const somme = cumuler([...F4.specialites, F4.autres])
      return si(
        !pareils(F4.total, somme),
        () => `F-4 (4) : ${direEffectif(F4.total)}, et ${direEffectif(somme)} de ses lignes.`,
      )
    },
  },
  V6: {
    titre: 'F-1, F-3 et F-4 ont le même total, en nombre et en heures.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { F1, F3, F4 } }) {
      return si(
        !pareils(F1.total, F3.total) || !pareils(F1.total, F4.total),
        () =>
          `F-1 : ${direEffectif(F1.total)} ; F-3 : ${direEffectif(F3.total)} ; F-4 : ${direEffectif(F4.total)}.`,
      )
    },
  },
  V7: {
    titre: 'F-2 ne dépasse pas F-1.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { F1, F2 } }) {
      return si(
        F2.n > F1.total.n || comparer(F2.h, F1.total.h) > 0,
        () => `F-2 : ${direEffectif(F2)}, pour ${direEffectif(F1.total)} en F-1.`,
      )
    },
  },
  V8: {
    titre: 'Les « dont » du RNCP font ensemble la ligne a de F-3.',
    niveau: 'bloquant',
    marque: 'deduction',
    verifier({ lignes }) {
      const [a, dont] = [lignes.F3.a, cumuler(detailsRncp(lignes))]
      if (pareils(a, dont)) return undefined
      const phrase = `F-3 a : ${direEffectif(a)}, et ${direEffectif(dont)} dans ses « dont ».`
      return enDefaut(phrase, dont.n > a.n || comparer(dont.h, a.h) > 0 ? 'bloquant' : 'alerte')
    },
  },
  V9: {
    titre: 'Salaires et achats ne dépassent pas le total des charges.',
    niveau: 'bloquant',
    marque: 'deduction',
    verifier({ bpf, lignes: { D } }) {
      const exces = D.salairesFormateurs + D.achatsHonoraires - D.total
      if (exces <= 0) return undefined
      // Trois arrondis au demi-euro peuvent faire un euro d’excès sur des charges justes : les sommes exactes tranchent.
      const exact = (id: string) => bpf.cases.get(id)?.exact ?? { n: 0n, d: 1n }
      const dont = [exact('D.salairesFormateurs'), exact('D.achatsHonoraires')]
      const juste = comparer(cumuler(dont.map((h) => ({ n: 0, h }))).h, exact('D.total')) <= 0
      return si(
        exces > 1 || !juste,
        () =>
          `Salaires ${dire(D.salairesFormateurs)} € et achats ${dire(D.achatsHonoraires)} €, pour ${dire(D.total)} € de charges.`,
      )
    },
  },
  V10: {
    titre: 'La part du chiffre d’affaires est un entier de 0 à 100, nul si et seulement si le total l’est.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { C } }) {
      const juste =
        Number.isInteger(C.part) &&
        C.part >= 0 &&
        C.part <= 100 &&
        (C.total > 0 ? C.part >= 1 : C.total !== 0 || C.part === 0)
      return si(!juste, () => `Part : ${dire(C.part)} %, pour un total de C de ${dire(C.total)} €.`)
    },
  },
} as const satisfies Record<string, Controle>
