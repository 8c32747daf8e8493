/** Deux salles et un vidéoprojecteur prêtés dans le pôle : une réservation acceptée, une location hors du pôle, une qui attend sa réponse, une dans la file, et plusieurs d’un geste. */
import { ajouterJours, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { rade } from './dessins.ts'
import { chemin, dernier, type Personne } from './rejouer.ts'

const id = (n: number) => `018f7b00-0000-7000-8000-${String(n).padStart(12, '0')}`
const commun = {
  salle: '',
  genre: 'salle',
  equipement: '',
  reglement: 'On laisse la salle comme on l’a trouvée ; la clé se rend le soir.',
  taux: '2000',
  tampon: '30',
  visa: 'oui',
  bareme: 'moins de 31 jours : 50 %\nmoins de 8 jours : 100 %',
}

export const preterLesSalles = async (
  gens: {
    readonly claire: Personne
    readonly agathe: Personne
    readonly maiwenn: Personne
    readonly marion: Personne
  },
  pole: string,
  maintenant: Date,
): Promise<{ readonly lorient: string }> => {
  const dans = (n: number) => {
    const j = ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), n)
    return formaterDate(ajouterJours(j, 2 - jourSemaine(j)), 'chiffres')
  }
  const preter = async (qui: Personne, n: number, dit: Record<string, string>) =>
    chemin(await qui.envoyer('/biens-pretes/preter', { _jeton: id(n), pole, ...commun, ...dit }))
  const demander = (qui: Personne, bien: string, n: number, dit: Record<string, string>) =>
    qui.envoyer(`${bien}/demander`, { _jeton: id(n), debut: '9 h', fin: '17 h', ...dit })
  const lorient = await preter(gens.agathe, 1, {
    titre: 'Salle du Scorff, Lorient',
    adresse: '4 quai des Indes, Lorient',
    acces: 'plain-pied, toilettes accessibles, place réservée devant l’entrée',
    configurations: 'en U : 14\nthéâtre : 24\nîlots de 4 : 16',
    equipement: 'vidéoprojecteur, tableau blanc, cuisine',
    membre: '70',
    autre: '110',
  })
  const brest = await preter(gens.claire, 2, {
    titre: 'Atelier des Capucins, Brest',
    adresse: '25 rue de Pontaniou, Brest',
    acces: 'ascenseur ; boucle magnétique sur demande',
    configurations: 'autour d’une table : 10',
    equipement: 'dix postes, imprimante',
    membre: '85',
    autre: '130',
  })
  const projecteur = await preter(gens.claire, 3, {
    genre: 'materiel',
    titre: 'Vidéoprojecteur de poche',
    membre: '10',
    autre: '20',
    adresse: 'à prendre à Brest',
    acces: '',
    configurations: '',
    visa: 'non',
    tampon: '0',
  })
  if (!(await gens.agathe.lire(lorient)).includes('/photos/'))
    await gens.agathe.envoyer(`${lorient}/photographier`, {
      _jeton: id(21),
      photo: rade(),
      legende: 'La vue des fenêtres : le quai des Indes et la rade.',
    })
  await demander(gens.maiwenn, lorient, 11, {
    objet: 'Deux demi-journées d’anglais de l’accueil',
    configuration: 'en U',
    jour: dans(21),
  })
  const attend = /name="reservation" value="([0-9a-f-]{36})"/.exec(await gens.agathe.lire(lorient))?.[1]
  if (attend && (await gens.agathe.lire(lorient)).includes(`${lorient}/repondre`))
    await gens.agathe.envoyer(`${lorient}/repondre`, { reservation: attend, oui: 'oui', motif: '' })
  // À qui n’est pas du pôle : une structure de son carnet, au prix « hors du pôle ».
  const structure = /name="structure"[\s\S]*?<option value="([0-9a-f-]{36})"/.exec(
    await gens.agathe.lire(lorient),
  )?.[1]
  if (structure)
    await gens.agathe.envoyer(`${lorient}/pour`, {
      _jeton: id(15),
      structure,
      objet: 'Une assemblée générale',
      configuration: 'théâtre',
      jour: dans(35),
      debut: '14 h',
      fin: '18 h',
    })
  await demander(gens.marion, lorient, 12, { objet: 'Réunion des formatrices de menuiserie', jour: dans(21) })
  await demander(gens.maiwenn, brest, 13, { objet: 'Publier un recueil, sur place', jour: dans(28) })
  // La salle et le vidéoprojecteur, deux jours de suite, d’un geste.
  await gens.agathe.envoyer('/biens-pretes/reserver', {
    _jeton: id(14),
    objet: 'Deux journées de cuisine durable',
    biens: [`${dernier(brest)} autour d’une table`, dernier(projecteur)],
    matins: dans(42),
    apres: `${dans(42)}, ${dans(49)}`,
    debutMatin: '9 h',
    finMatin: '12 h 30',
    debutApres: '13 h 30',
    finApres: '17 h',
  })
  return { lorient }
}
