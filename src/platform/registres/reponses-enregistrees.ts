/**
 * La forme des réponses est celle des services ; les entreprises, leurs SIREN et leurs adresses sont inventés. Un SIREN absent d'ici
 * répond « aucun résultat », comme là-bas.
 */
type Entreprise = {
  readonly siren: string
  readonly nom: string
  readonly nic: string
  readonly voie: string
  readonly codePostal: string
  readonly ville: string
  readonly departement: string
  readonly creee: string
  readonly tranche: string
  readonly nda: string
  readonly portees: readonly string[]
  readonly specialites: readonly string[]
}
const entreprises: readonly Entreprise[] = [
  {
    siren: '999000177',
    nom: 'LA FABRIQUE DU LIEN',
    nic: '00017',
    voie: 'QUAI DE L’OURCQ',
    codePostal: '93500',
    ville: 'PANTIN',
    departement: '93',
    creee: '2011-05-02',
    tranche: '12',
    nda: '11930000193',
    portees: ['actionsdeformation', 'bilansdecompetences'],
    specialites: ['413', '332'],
  },
  {
    siren: '999000250',
    nom: 'NUMERIK COMMUN',
    nic: '00020',
    voie: 'RUE DES ATELIERS',
    codePostal: '35000',
    ville: 'RENNES',
    departement: '35',
    creee: '2016-09-12',
    tranche: '03',
    nda: '53350000135',
    portees: ['actionsdeformation'],
    specialites: ['326'],
  },
]

const enAnnuaire = (e: Entreprise) => ({
  siren: e.siren,
  nom_complet: e.nom,
  nom_raison_sociale: e.nom,
  date_creation: e.creee,
  tranche_effectif_salarie: e.tranche,
  nature_juridique: '5458',
  siege: {
    siret: `${e.siren}${e.nic}`,
    numero_voie: '8',
    libelle_voie: e.voie,
    code_postal: e.codePostal,
    libelle_commune: e.ville,
    departement: e.departement,
  },
  complements: {
    est_ess: true,
    est_organisme_formation: true,
    est_qualiopi: true,
    liste_id_organisme_formation: [e.nda],
    est_association: false,
    est_siae: false,
    est_societe_mission: false,
  },
})
const champs = ['actionsdeformation', 'bilansdecompetences', 'vae', 'actionsdeformationparapprentissage']
const enListe = (e: Entreprise) => ({
  siren: e.siren,
  denomination: e.nom,
  numerodeclarationactivite: e.nda,
  // Des booléens en texte, comme le jeu les donne.
  ...Object.fromEntries(champs.map((c) => [`certifications_${c}`, String(e.portees.includes(c))])),
  ...Object.fromEntries(
    e.specialites.map((s, i) => [`informationsdeclarees_specialitesdeformation_codespecialite${i + 1}`, s]),
  ),
})

export const reponsesEnregistrees = (url: string): unknown => {
  const e = entreprises.find((x) => url.includes(x.siren))
  const trouvees = e ? [url.includes('opendatasoft') ? enListe(e) : enAnnuaire(e)] : []
  return { results: trouvees, total_results: trouvees.length }
}
