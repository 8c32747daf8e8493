import { compter } from '#kernel/texte.ts'
import { heuresDispensees } from '../composer.ts'
import { ajouter, comparer, diviser, enNombre, entier, estPositive, retrancher, sommer } from '../fraction.ts'
import { lignesC } from '../lignes.ts'
import { aDesHeures, type Controle, dire, enDefaut, nonVerifiable, produitsEnPropre, si } from './controle.ts'

const stagiaires = (n: number): string => compter(n, 'stagiaire')
const exterieurs = (n: number): string => compter(n, 'intervenant extérieur')

/** V11 à V21, V26 et V28 : ce qui va d’ordinaire ensemble. Une alerte n’est pas une faute. */
export const vraisemblance = {
  V11: {
    titre: 'Des produits reçus d’autres organismes vont avec des stagiaires et des heures en G.',
    niveau: 'alerte-forte',
    marque: 'notice',
    verifier({ lignes: { C, G } }) {
      const signes = [C['10'] > 0, G.n > 0, aDesHeures(G)]
      return si(
        new Set(signes).size > 1,
        () => `Ligne 10 : ${dire(C['10'])} €, et ${stagiaires(G.n)} et ${dire(G.h)} h en G.`,
      )
    },
  },
  V12: {
    titre: 'Des produits en propre vont avec des stagiaires en F-1.',
    niveau: 'alerte',
    marque: 'notice',
    verifier({ lignes }) {
      const produits = produitsEnPropre(lignes)
      return si(
        produits > 0 !== lignes.F1.total.n > 0,
        () =>
          `${dire(produits)} € hors ligne 10, et ${stagiaires(lignes.F1.total.n)} en F-1 (formation gratuite, ou outils seuls ?).`,
      )
    },
  },
  V14: {
    titre: 'Une activité confiée va avec des intervenants extérieurs et des achats.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ lignes: { F2, E, D } }) {
      return si(
        F2.n > 0 && !(E.externes.n > 0 && D.achatsHonoraires > 0),
        () =>
          `${stagiaires(F2.n)} en F-2, ${exterieurs(E.externes.n)} et ${dire(D.achatsHonoraires)} € d’achats.`,
      )
    },
  },
  V15: {
    titre: 'Des achats de formation vont avec des intervenants extérieurs.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ lignes: { E, D } }) {
      return si(
        D.achatsHonoraires > 0 !== E.externes.n > 0,
        () => `${dire(D.achatsHonoraires)} € d’achats, et ${exterieurs(E.externes.n)}.`,
      )
    },
  },
  V16: {
    titre: 'Des salaires de formateurs vont avec des intervenants internes.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ lignes: { E, D } }) {
      return si(
        D.salairesFormateurs > 0 && E.internes.n === 0,
        () => `${dire(D.salairesFormateurs)} € de salaires, et aucun intervenant interne.`,
      )
    },
  },
  V17: {
    titre: 'Des heures dispensées vont avec des heures suivies.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ bpf, lignes: { E, F1, G } }) {
      const dispensees =
        aDesHeures(E.internes) || aDesHeures(E.externes) || estPositive(heuresDispensees(bpf))
      const suivies = ajouter(F1.total.h, G.h)
      if (dispensees === estPositive(suivies)) return undefined
      // Un parcours asynchrone se suit sans que personne ne le dispense.
      const asynchrones = sommer(bpf.faits.inscriptions.map((i) => i.heures.asynchrones))
      if (!dispensees && comparer(asynchrones, suivies) >= 0) return undefined
      return enDefaut(
        dispensees
          ? 'Des heures sont dispensées, et personne n’en a suivi.'
          : `${dire(suivies)} h sont suivies, et personne n’en a dispensé.`,
      )
    },
  },
  V18: {
    titre: 'Il n’est pas dispensé plus d’heures qu’il n’en est suivi.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ bpf, lignes: { F1, G } }) {
      const [dispensees, suivies] = [heuresDispensees(bpf), ajouter(F1.total.h, G.h)]
      // En co-animation, une heure suivie peut être dispensée plusieurs fois.
      return si(
        comparer(retrancher(dispensees, bpf.faits.coanimees), suivies) > 0,
        () => `${dire(dispensees)} h dispensées, pour ${dire(suivies)} h suivies en F-1 et G.`,
      )
    },
  },
  V19: {
    titre: 'Des contrats d’apprentissage vont avec des apprentis, et des apprentis avec un financement.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ lignes: { C, F1 } }) {
      return si(
        (C['2a'] > 0 && F1.b.n === 0) || (F1.b.n > 0 && C['2a'] + C['3'] + C['8'] <= 0),
        () =>
          `Ligne 2a : ${dire(C['2a'])} €, lignes 3 et 8 : ${dire(C['3'] + C['8'])} €, ${compter(F1.b.n, 'apprenti')}.`,
      )
    },
  },
  V20: {
    titre: 'Des particuliers à leurs frais vont avec la ligne 9.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ lignes: { C, F1 } }) {
      return si(
        F1.d.n > 0 && C['9'] <= 0,
        () =>
          `${compter(F1.d.n, 'particulier à ses frais', { pluriel: 'particuliers à leurs frais' })}, et ${dire(C['9'])} € en ligne 9.`,
      )
    },
  },
  V21: {
    titre: 'Chaque financement va avec son public.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ lignes: { C, F1 } }) {
      const absents = [
        ...(C['2f'] + C['7'] > 0 && F1.c.n === 0
          ? ['2f ou 7 sans personne en recherche d’emploi (F-1 c)']
          : []),
        ...((C['3'] > 0 || C['2g'] > 0) && F1.e.n === 0 ? ['3 ou 2g sans autre stagiaire (F-1 e)'] : []),
        ...(C['1'] > 0 && F1.a.n === 0 ? ['1 sans salarié (F-1 a)'] : []),
      ]
      return si(absents.length > 0, () => `Lignes ${absents.join(' ; ')}.`)
    },
  },
  V26: {
    titre: 'Le total de C se rapproche des comptes de produits de formation.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ lignes: { C }, contexte: { produitsComptables } }) {
      if (!produitsComptables)
        return nonVerifiable(
          'Les comptes de produits (70, 74) ne sont pas donnés : le total de C n’en est pas rapproché.',
        )
      const ecart = retrancher(entier(C.total), produitsComptables)
      // Chaque ligne arrondie s’écarte d’un demi-euro au plus.
      const permis = lignesC.filter((l) => l !== '2' && C[l] !== 0).length / 2
      return si(
        Math.abs(enNombre(ecart)) > permis,
        () => `Total de C : ${dire(C.total)} €, comptes : ${dire(produitsComptables)} €.`,
      )
    },
  },
  V28: {
    titre: 'Le prix de l’heure-stagiaire est vraisemblable.',
    niveau: 'alerte',
    marque: 'deduction',
    verifier({ bpf, lignes }) {
      const { propre, recue } = bpf.lectures.fourchettes
      const prix = (montant: number, e: { h: typeof lignes.G.h }) =>
        montant > 0 && estPositive(e.h) ? enNombre(diviser(entier(montant), e.h)) : undefined
      const [p, r] = [prix(produitsEnPropre(lignes), lignes.F1.total), prix(lignes.C['10'], lignes.G)]
      const hors = (x: number | undefined, [bas, haut]: readonly [number, number]) =>
        x !== undefined && (x < bas || x > haut)
      const phrases = [
        ...(hors(p, propre) ? [`en propre, ${dire(p ?? 0)} € (de ${propre[0]} à ${propre[1]} €)`] : []),
        ...(hors(r, recue) ? [`reçue, ${dire(r ?? 0)} € (de ${recue[0]} à ${recue[1]} €)`] : []),
      ]
      return si(phrases.length > 0, () => `Heure-stagiaire ${phrases.join(' ; ')}.`)
    },
  },
} as const satisfies Record<string, Controle>
