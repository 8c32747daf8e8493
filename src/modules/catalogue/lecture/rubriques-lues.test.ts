import { describe, expect, it } from 'vitest'
import { lireXml } from '#platform/xml/lire-xml.ts'
import { enBrouillon } from '../domain/brouillon.ts'
import { lireLheo } from '../domain/lheo.ts'
import { texteBrut } from './texte-brut.ts'

const contact = (genre: string, prenom: string, nom: string, tel: string, courriel: string) =>
  `<contact-formation>${genre}<coordonnees><nom>${nom}</nom><prenom>${prenom}</prenom><telfixe><numtel>${tel}</numtel></telfixe><courriel>${courriel}</courriel></coordonnees></contact-formation>`

/** Une formation qui dit tout ce que LHEO permet de dire de nos rubriques. */
const formation = ({
  siret = '99912047000011',
  contacts = true,
  certification = '',
} = {}) => `<formation numero="F1">
<domaine-formation><code-NSF>332</code-NSF></domaine-formation>
<intitule-formation>Conduire un entretien</intitule-formation>
<objectif-formation>&lt;ul&gt;&lt;li&gt;Préparer&lt;/li&gt;&lt;li&gt;Conclure&lt;/li&gt;&lt;/ul&gt;</objectif-formation>
<resultats-attendus>Un jury</resultats-attendus><contenu-formation>Trois ateliers</contenu-formation>
<certifiante>1</certifiante>
${
  contacts
    ? contact('<type-contact>1</type-contact>', 'Léo', 'Marchand', '04 76 00 00 01', 'Leo@Exemple.example') +
      contact('<type-contact>4</type-contact>', 'Nadia', 'Ferhat', '04 76 00 00 00', 'pas une adresse')
    : '<contact-formation><coordonnees></coordonnees></contact-formation>'
}
<code-niveau-entree>14</code-niveau-entree>${certification}<code-niveau-sortie>15</code-niveau-sortie>
<action numero="A1"><niveau-entree-obligatoire>1</niveau-entree-obligatoire><modalites-alternance>Deux jours par semaine</modalites-alternance>
<modalites-enseignement>1</modalites-enseignement><conditions-specifiques>Un projet</conditions-specifiques>
<prise-en-charge-frais-possible>1</prise-en-charge-frais-possible><modalites-entrees-sorties>1</modalites-entrees-sorties>
<session><periode><debut>20270322</debut><fin>20270324</fin></periode><modalites-inscription>En ligne</modalites-inscription>
<reference-certification><reference-code-RNCP>RNCP40344</reference-code-RNCP></reference-certification>
<blocs-competences><bloc-competences><libelle-bloc>Conduire un entretien</libelle-bloc><code-bloc>RNCP40344BC01</code-bloc></bloc-competences></blocs-competences></session>
<acces-handicapes>De plain-pied</acces-handicapes><modalites-recrutement>Entretien</modalites-recrutement>
<equipement><type-equipement>1</type-equipement><commentaire>Une caméra</commentaire></equipement>
<frais-restants>Repas</frais-restants><nombre-heures-total>21</nombre-heures-total>
<detail-conditions-prise-en-charge>Selon l’OPCO</detail-conditions-prise-en-charge>
<organisme-financeur><code-financeur>16</code-financeur></organisme-financeur><organisme-financeur><code-financeur>4</code-financeur></organisme-financeur>
</action>
<organisme-formation-responsable><numero-activite>84389914238</numero-activite><SIRET-organisme-formation><SIRET>${siret}</SIRET></SIRET-organisme-formation><nom-organisme>Langue et Lien</nom-organisme>
<contact-organisme><coordonnees><nom>Accueil</nom><portable><numtel>0600000000</numtel></portable></coordonnees></contact-organisme></organisme-formation-responsable>
</formation>`

const lire = (xml: string, espace = 'http://lheo.gouv.fr/2.3') => {
  const arbre = lireXml(`<lheo xmlns="${espace}"><offres>${xml}</offres></lheo>`)
  const lu = arbre.ok
    ? lireLheo(arbre.value, { texteBrut, attendu: { siret: '99912047000011', nda: '84389914238' } })
    : arbre
  const offre = lu.ok ? lu.value.offres[0] : undefined
  if (!lu.ok || !offre) throw new Error('illisible')
  return { constats: lu.value.constats.map((c) => c.code), contenu: enBrouillon(offre).contenu }
}

describe('les rubriques qu’un fichier sait dire', () => {
  it.each(['http://www.lheo.org/2.2', 'http://lheo.gouv.fr/2.3'])('en %s, toutes sont reprises', (espace) => {
    const { contenu, constats } = lire(formation(), espace)
    expect(contenu).toMatchObject({
      objectifs: ['Préparer', 'Conclure'],
      prerequis: 'Un projet\nNiveau d’entrée exigé\u00a0: niveau 4.',
      acces: 'Entretien\nEn ligne\nEntrées permanentes.',
      financement:
        'Financeurs possibles\u00a0: OPCO ou France Travail.\nUne prise en charge des frais est possible.\nSelon l’OPCO\nRepas',
      moyensTechniques: 'Une caméra',
      suivi: 'Deux jours par semaine',
      accessibilite: 'De plain-pied',
      contact: 'Nadia Ferhat',
      contactCourriel: '',
      contactTelephone: '04 76 00 00 00',
      referentHandicap: 'Léo Marchand, leo@exemple.example, 04 76 00 00 01',
      certification: 'RNCP40344',
      certBlocs: ['RNCP40344BC01 Conduire un entretien'],
      f3: 'a',
      niveauF3: '5',
      modalite: 'mixte',
    })
    expect(constats).toEqual(['courriel-illisible'])
  })
  it('sans contact de formation, celui de l’organisme ; d’un autre organisme, aucun', () => {
    expect(lire(formation({ contacts: false })).contenu).toMatchObject({
      contact: 'Accueil',
      contactTelephone: '0600000000',
      referentHandicap: '',
    })
    const etrangere = lire(formation({ siret: '55208131766522' }))
    expect(etrangere.constats).toContain('identite-etrangere')
    expect(etrangere.contenu).toMatchObject({ contact: '', contactTelephone: '', referentHandicap: '' })
  })
  it('le code de la formation passe avant celui de ses sessions ; un RS range en b, sans niveau', () => {
    const lu = lire(formation({ certification: '<certification><code-RS>6372</code-RS></certification>' }))
    expect(lu.contenu).toMatchObject({ certification: 'RS6372', f3: 'b', niveauF3: null })
  })
})
