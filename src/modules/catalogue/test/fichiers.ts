/** Des catalogues LHEO composés pour les essais et la démonstration : le moins qu’un fichier puisse dire. */
export type FormationVoulue = {
  /** `null` : l’attribut manque. */
  readonly numero?: string | null
  readonly intitule?: string
  readonly objectif?: string
  readonly contenu?: string
  readonly heures?: string
  readonly prix?: string
  readonly siret?: string
  readonly nda?: string
  readonly organisme?: string
}

const echapper = (t: string): string =>
  t.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

export const uneFormation = ({
  numero = 'F1',
  intitule = 'Conduire une réunion en anglais',
  objectif = '<p>Animer une réunion</p>',
  contenu = 'Trois ateliers',
  heures = '<nombre-heures-total>21</nombre-heures-total>',
  prix = '1400.00',
  siret = '99912047000011',
  nda = '84389914238',
  organisme = 'Langue & Lien',
}: FormationVoulue = {}): string => `<formation${numero === null ? '' : ` numero="${echapper(numero)}"`}>
<domaine-formation><code-FORMACODE>15234</code-FORMACODE></domaine-formation>
<intitule-formation>${echapper(intitule)}</intitule-formation>
<objectif-formation>${echapper(objectif)}</objectif-formation>
<resultats-attendus>-</resultats-attendus>
<contenu-formation>${echapper(contenu)}</contenu-formation>
<certifiante>0</certifiante>
<action numero="A1"><modalites-enseignement>0</modalites-enseignement><prix-total-TTC>${prix}</prix-total-TTC>${heures}
<session><periode><debut>20270322</debut><fin>20270324</fin></periode></session></action>
<organisme-formation-responsable><numero-activite>${nda}</numero-activite><SIRET-organisme-formation><SIRET>${siret}</SIRET></SIRET-organisme-formation><nom-organisme>${echapper(organisme)}</nom-organisme></organisme-formation-responsable>
</formation>`

export const unCatalogue = (...formations: readonly FormationVoulue[]): Uint8Array =>
  new TextEncoder().encode(
    `<?xml version="1.0" encoding="UTF-8"?>\n<lheo xmlns="http://lheo.gouv.fr/2.3"><offres>${formations
      .map(uneFormation)
      .join('\n')}</offres></lheo>`,
  )
