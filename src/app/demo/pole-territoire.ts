/** Un pôle de territoire qui vit : proposé par Terre d’Appui, né de trois signatures, réuni une fois et convoqué de nouveau ; et un autre qui cherche les siennes. */
import { ajouterJours, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { jourOuvre, ouvrable } from './jours.ts'
import type { Personne } from './rejouer.ts'

const id = (n: number): string => `018f4a00-7000-7000-8000-${String(n).padStart(12, '0')}`
const [lorient, rance, pole, premiere, suivante] = [710, 711, 720, 721, 722].map(id)

export type Territoire = {
  readonly maiwenn: Personne
  readonly claire: Personne
  readonly agathe: Personne
  readonly hortense: Personne
  readonly solene: Personne
  readonly maintenant: Date
  readonly regler: (quand: Date) => void
}

export const faireVivreLorient = async (t: Territoire): Promise<void> => {
  const { agathe, claire, hortense, solene, maiwenn, maintenant, regler } = t
  const aujourdhui = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const jour = (n: number) => formaterDate(ajouterJours(aujourdhui, n), 'chiffres')
  const aller = (n: number) => regler(new Date(maintenant.getTime() + n * 86_400_000))
  aller(-70)
  await agathe.envoyer('/poles/propositions/nouvelle', {
    _jeton: lorient ?? '',
    nom: 'Pôle Pays de Lorient',
    genre: 'territorial',
    raison:
      'Se connaître entre voisines, se prêter une salle, et aller ensemble voir les élus du territoire.',
    territoire: 'Lorient, Hennebont, Quimperlé',
    departement: '56',
    entree: 'libre',
    courriel: 'lorient@union-regionale.example',
  })
  await claire.envoyer(`/poles/propositions/${lorient}/signer`, {
    mot: 'Deux formatrices qui habitent Quimperlé.',
  })
  aller(-62)
  await hortense.envoyer(`/poles/propositions/${lorient}/signer`, { mot: 'Une animatrice vit à Hennebont.' })
  aller(-60)
  await agathe.envoyer(`/poles/propositions/${lorient}/lancer`, { _jeton: pole ?? '' })
  const passe = jourOuvre(aujourdhui, -16)
  await agathe.envoyer(`/poles/${pole}/reunions/nouvelle`, {
    _jeton: premiere ?? '',
    titre: 'Première rencontre',
    format: 'demi-journee',
    jour: jour(passe),
    de: '14 h',
    a: '16 h 30',
    zone: ZONE_PAR_DEFAUT,
    hote: 'Terre d’Appui',
    lieu: '9 rue des Communs, Lorient',
    acces: 'De plain-pied, boucle magnétique.',
  })
  const ici = `/poles/${pole}/reunions/${premiere}`
  for (const qui of [agathe, claire, hortense]) await qui.envoyer(`${ici}/reponse`, { dit: 'oui' })
  aller(passe + 1)
  await agathe.envoyer(`${ici}/etat`, {})
  await agathe.envoyer(`${ici}/recit`, {
    recit:
      'Trois coopératives, une salle, deux heures. Chacune a dit où elle forme et ce qui lui manque : une salle le mardi, un véhicule pour aller à Quimperlé, quelqu’un qui connaisse la mission locale.\n\nOn s’est promis de se revoir avant d’aller voir les élus.',
  })
  await agathe.envoyer(`${ici}/compte-rendu`, { geste: 'amendement' })
  aller(passe + 9)
  await agathe.envoyer(`${ici}/compte-rendu`, { geste: 'valide' })
  await agathe.envoyer(`${ici}/retour`, { _jeton: id(723) })
  regler(maintenant)
  await agathe.envoyer(`/poles/${pole}/reunions/nouvelle`, {
    _jeton: suivante ?? '',
    titre: 'Deuxième rencontre',
    format: 'demi-journee',
    jour: jour(ouvrable(aujourdhui, 23)),
    de: '9 h 30',
    a: '12 h',
    zone: ZONE_PAR_DEFAUT,
    hote: 'Terre d’Appui',
    lieu: '9 rue des Communs, Lorient',
    acces: 'De plain-pied, boucle magnétique.',
  })
  await claire.envoyer(`/poles/${pole}/reunions/${suivante}/reponse`, { dit: 'oui' })
  await solene.envoyer('/poles/propositions/nouvelle', {
    _jeton: rance ?? '',
    nom: 'Pôle Rance et Émeraude',
    genre: 'territorial',
    raison: 'De Saint-Malo à Dinan, former ensemble celles et ceux qui forment, et partager un studio.',
    territoire: 'Saint-Malo, Dinard, Dinan',
    departement: '35',
    entree: 'libre',
    courriel: '',
  })
  await maiwenn.envoyer(`/poles/propositions/${rance}/signer`, {
    mot: 'Nous formons à Dinan deux jours par mois.',
  })
}
