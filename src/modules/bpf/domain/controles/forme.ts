import { ajouterJours, ajouterMois, formaterDate } from '#kernel/dates.ts'
import { arrondirHeures } from '../arrondir-heures.ts'
import type { Manque } from '../faits.ts'
import { formulaires } from '../formulaire.ts'
import { estNulle, estPositive } from '../fraction.ts'
import { lignesC } from '../lignes.ts'
import { estNsf } from '../nsf.ts'
import { aDesHeures, type Controle, dire, effectifsDe, enDefaut, si } from './controle.ts'

const phrasesDeManque: Readonly<Record<Manque['quoi'], string>> = {
  origine: 'produit à affecter',
  'heures-action': 'produit d’une action sans heure',
  'statut-intervenant': 'intervenant sans statut ce jour-là',
  intervenant: 'séance sans intervenant',
  'statut-stagiaire': 'stagiaire sans statut',
  objectif: 'action sans objectif',
  nsf: 'action sans spécialité',
}

/** V13, V22 à V25, V27, V29 et V30 : ce que chaque case doit porter. */
export const forme = {
  V13: {
    titre: 'Sur chaque ligne de E, F et G, un nombre va avec des heures.',
    niveau: 'bloquant',
    marque: 'deduction',
    verifier({ lignes }) {
      const boiteuses = effectifsDe(lignes).filter(([, e]) => e.n > 0 !== aDesHeures(e))
      return si(
        boiteuses.length > 0,
        () => `${boiteuses.map(([nom, e]) => `${nom} : ${dire(e.n)} pour ${dire(e.h)} h`).join(' ; ')}.`,
      )
    },
  },
  V22: {
    titre: 'F-4 porte au plus cinq spécialités, distinctes et connues.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ lignes: { F4 } }) {
      const codes = F4.specialites.map((s) => s.code)
      const juste = codes.length <= 5 && new Set(codes).size === codes.length && codes.every(estNsf)
      return si(!juste, () => `Spécialités portées : ${codes.join(', ')}.`)
    },
  },
  V23: {
    titre: 'L’exercice est clos, suit le précédent et dure douze mois.',
    niveau: 'bloquant',
    marque: 'deduction',
    verifier({ bpf, contexte: { aujourdhui, finPrecedente } }) {
      const { debut, fin } = bpf.faits.exercice
      if (debut >= fin) return enDefaut('L’exercice finit avant d’avoir commencé.')
      if (fin > aujourdhui) return enDefaut(`L’exercice n’est clos que le ${formaterDate(fin)}.`)
      if (finPrecedente && ajouterJours(finPrecedente, 1) !== debut)
        return enDefaut(
          `Le bilan précédent finit le ${formaterDate(finPrecedente)}, celui-ci commence le ${formaterDate(debut)}.`,
        )
      return ajouterMois(debut, 12) === ajouterJours(fin, 1)
        ? undefined
        : enDefaut('L’exercice ne dure pas douze mois.', 'alerte')
    },
  },
  V24: {
    titre: 'Toutes les valeurs sont entières et positives ou nulles.',
    niveau: 'bloquant',
    marque: 'deduction',
    verifier({ bpf, lignes }) {
      const imprimees = arrondirHeures(lignes, bpf.lectures)
      const fautives = effectifsDe(imprimees)
        .filter(([, e]) => !Number.isInteger(e.n) || e.n < 0 || e.h.d !== 1n || e.h.n < 0n)
        .map(([nom]) => nom)
      const charges = Object.entries(lignes.D).filter(([, v]) => !Number.isInteger(v) || v < 0)
      const produits = lignesC.filter((l) => !Number.isInteger(lignes.C[l]))
      const toutes = [...fautives, ...charges.map(([cle]) => `D ${cle}`), ...produits.map((l) => `C ${l}`)]
      if (toutes.length > 0) return enDefaut(`Ni entières, ni positives : ${toutes.join(', ')}.`)
      const negatives = lignesC.filter((l) => lignes.C[l] < 0)
      return negatives.length > 0
        ? enDefaut(`Lignes de C négatives, par des avoirs : ${negatives.join(', ')}.`, 'alerte')
        : undefined
    },
  },
  V25: {
    titre: 'L’exercice montre une activité.',
    niveau: 'alerte-forte',
    marque: 'notice',
    verifier({ lignes }) {
      const nul =
        [...lignesC, 'total' as const].every((l) => lignes.C[l] === 0) &&
        Object.values(lignes.D).every((v) => v === 0) &&
        effectifsDe(lignes).every(([, e]) => e.n === 0 && estNulle(e.h))
      return si(
        nul,
        () =>
          'Bilan « néant » : le déposer évite le défaut de dépôt, mais un bilan sans activité entraîne lui aussi la caducité de la déclaration (L. 6351-6).',
      )
    },
  },
  V27: {
    titre: 'Rien ne manque pour affecter chaque ligne.',
    niveau: 'bloquant',
    marque: 'deduction',
    verifier({ bpf: { faits } }) {
      const { manques } = faits
      const dits = manques.slice(0, 5).map((m) => `${phrasesDeManque[m.quoi]} (${m.ou})`)
      const reste = manques.length > 5 ? `, et ${manques.length - 5} autres` : ''
      return si(manques.length > 0, () => `À réparer : ${dits.join(', ')}${reste}.`)
    },
  },
  V29: {
    titre: 'La distance est dite là où la version du formulaire la demande.',
    niveau: 'bloquant',
    marque: 'notice-17',
    verifier({ bpf, lignes: { B, F1 } }) {
      const { distanceEnB, distanceEnF1 } = formulaires[bpf.version]
      if (distanceEnB && B.distance === null)
        return enDefaut('Une action de l’exercice ne dit pas si elle se tient à distance.')
      if (distanceEnF1 !== (F1.distance !== undefined))
        return enDefaut(
          distanceEnF1
            ? 'Cette version demande le nombre de stagiaires à distance.'
            : 'Cette version ne demande plus le nombre de stagiaires à distance.',
        )
      return si((F1.distance ?? 0) > F1.total.n, () => 'Plus de stagiaires à distance que de stagiaires.')
    },
  },
  V30: {
    titre: 'Chaque personne comptée en E a des heures dans l’exercice.',
    niveau: 'bloquant',
    marque: 'notice',
    verifier({ bpf, lignes: { E } }) {
      const avecHeures = (ligne: 'internes' | 'externes') =>
        new Set(
          bpf.faits.interventions
            .filter((i) => i.ligne === ligne && estPositive(i.heures))
            .map((i) => i.formateur),
        ).size
      const [internes, externes] = [avecHeures('internes'), avecHeures('externes')]
      return si(
        E.internes.n > internes || E.externes.n > externes,
        () =>
          `E compte ${dire(E.internes.n)} internes et ${dire(E.externes.n)} externes, dont ${dire(internes)} et ${dire(externes)} ont des heures.`,
      )
    },
  },
} as const satisfies Record<string, Controle>
