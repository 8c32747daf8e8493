import { CheckboxField, Field, FieldSection, SelectField, TextArea } from '#web/components.tsx'
import { niveauxF3, objectifsF3 } from '../domain/classement.ts'
import { specialites } from '../domain/nsf.ts'
import { modalites } from '../domain/offre.ts'
import { codesF3, codesModalite, codesNiveau, type FormOffre } from './champs-offre.ts'
import { quand, Volet } from './volet.tsx'

type P = { readonly form: FormOffre; readonly ouverts?: boolean }

const Action = ({ form }: P) => (
  <FieldSection titre="L’action">
    <Field form={form} name="intitule" label="Intitulé" span={3} maxlength={255} />
    <TextArea
      form={form}
      name="objectif"
      label="Objectif"
      {...quand('objectif')}
      rows={2}
      hint="à quoi sert cette action"
    />
    <TextArea
      form={form}
      name="objectifs"
      label="Objectifs évaluables"
      {...quand('objectifs')}
      rows={3}
      hint="un par ligne : ce que chacun saura faire, et que l’on pourra constater"
    />
    <TextArea
      form={form}
      name="contenu"
      label="Contenu"
      {...quand('contenu')}
      rows={6}
      hint="une séquence par ligne, dans l’ordre"
    />
    <Field form={form} name="duree" label="Durée" {...quand('duree')} hint="par exemple 21 h ou 3 h 30" />
    <SelectField
      form={form}
      name="modalite"
      label="Modalité"
      {...quand('modalite')}
      vide="à dire"
      options={codesModalite.map((value) => ({ value, label: modalites[value] }))}
    />
    <Field
      form={form}
      name="prix"
      label="Prix par stagiaire"
      hint="ce que la personne paie, taxe comprise si vos formations sont taxées"
      {...quand('prix')}
      inputmode="decimal"
      unite="€"
    />
  </FieldSection>
)

const Acces = ({ form, ouverts = false }: P) => (
  <Volet
    form={form}
    ouvert={ouverts}
    titre="Pour qui, et comment y entrer"
    champs={[
      'publicVise',
      'prerequis',
      'acces',
      'delaiAcces',
      'financement',
      'contact',
      'contactCourriel',
      'contactTelephone',
      'accessibilite',
      'referentHandicap',
    ]}
  >
    <TextArea form={form} name="publicVise" label="Public visé" {...quand('publicVise')} rows={2} />
    <TextArea
      form={form}
      name="prerequis"
      label="Prérequis"
      {...quand('prerequis')}
      rows={2}
      hint="« aucun » est une réponse"
    />
    <TextArea
      form={form}
      name="acces"
      label="Modalités d’accès"
      {...quand('acces')}
      rows={2}
      hint="inscription, entretien, test…"
    />
    <Field
      form={form}
      name="delaiAcces"
      label="Délai d’accès"
      {...quand('delaiAcces')}
      span={3}
      hint="par exemple deux semaines après l’accord"
    />
    <TextArea
      form={form}
      name="financement"
      label="Modalités de financement"
      {...quand('financement')}
      rows={2}
      hint="OPCO, CPF, employeur, à ses frais…"
    />
    <Field form={form} name="contact" label="Qui contacter" {...quand('contact')} />
    <Field
      form={form}
      name="contactCourriel"
      label="Courriel de contact"
      type="email"
      {...quand('contactCourriel')}
      hint="ou un téléphone"
    />
    <Field
      form={form}
      name="contactTelephone"
      label="Téléphone de contact"
      type="tel"
      {...quand('contactTelephone')}
    />
    <TextArea
      form={form}
      name="accessibilite"
      label="Accessibilité aux personnes handicapées"
      {...quand('accessibilite')}
      rows={2}
    />
    <Field
      form={form}
      name="referentHandicap"
      label="Référent handicap"
      {...quand('referentHandicap')}
      span={3}
      hint="son nom et comment le joindre"
    />
  </Volet>
)

const Deroulement = ({ form, ouverts = false }: P) => (
  <Volet
    form={form}
    ouvert={ouverts}
    titre="Moyens, suivi, évaluation"
    champs={[
      'methodes',
      'moyensTechniques',
      'encadrement',
      'formateurs',
      'suivi',
      'evaluation',
      'sanction',
      'resultats',
    ]}
  >
    <TextArea
      form={form}
      name="methodes"
      label="Moyens pédagogiques"
      {...quand('methodes')}
      rows={2}
      hint="méthodes, supports"
    />
    <TextArea
      form={form}
      name="moyensTechniques"
      label="Moyens techniques"
      {...quand('moyensTechniques')}
      rows={2}
      hint="salle, matériel, outils"
    />
    <TextArea
      form={form}
      name="encadrement"
      label="Moyens d’encadrement"
      {...quand('encadrement')}
      rows={2}
      hint="qui accompagne, combien de personnes par groupe"
    />
    <TextArea
      form={form}
      name="formateurs"
      label="Titres ou qualités des formateurs"
      {...quand('formateurs')}
      rows={2}
    />
    <TextArea
      form={form}
      name="suivi"
      label="Modalités de suivi"
      {...quand('suivi')}
      rows={2}
      hint="émargement, points d’étape"
    />
    <TextArea form={form} name="evaluation" label="Évaluation" {...quand('evaluation')} rows={2} />
    <TextArea
      form={form}
      name="sanction"
      label="Sanction de la formation"
      {...quand('sanction')}
      rows={2}
      hint="attestation, certificat, certification"
    />
    <TextArea form={form} name="resultats" label="Résultats attendus" {...quand('resultats')} rows={2} />
  </Volet>
)

const Distance = ({ form }: P) => (
  <Volet
    form={form}
    titre="Si une partie est à distance"
    champs={['foadActivites', 'foadDuree', 'foadAssistance']}
  >
    <TextArea
      form={form}
      name="foadActivites"
      label="Activités à distance"
      {...quand('foadActivites')}
      rows={2}
    />
    <Field
      form={form}
      name="foadDuree"
      label="Leur durée moyenne"
      {...quand('foadDuree')}
      span={3}
      hint="par exemple 4 h de modules, 2 h de travaux"
    />
    <TextArea
      form={form}
      name="foadAssistance"
      label="Assistance technique et pédagogique"
      {...quand('foadAssistance')}
      rows={2}
      hint="qui, par quel canal, en combien de temps"
    />
  </Volet>
)

const Certification = ({ form }: P) => (
  <Volet
    form={form}
    titre="Si elle mène à une certification"
    champs={[
      'certifiante',
      'certification',
      'certLibelle',
      'certificateur',
      'certDu',
      'certAu',
      'certBlocs',
      'certPasserelles',
      'certDebouches',
      'certResultats',
    ]}
  >
    <CheckboxField form={form} name="certifiante" label="L’action mène à une certification." />
    <Field
      form={form}
      name="certification"
      label="Code de la certification"
      {...quand('certification')}
      hint="RNCP40344 ou RS6372"
    />
    <Field form={form} name="certDu" label="Enregistrée le" {...quand('certDu')} hint="22/03/2027" />
    <Field form={form} name="certAu" label="Échéance" {...quand('certAu')} hint="22/03/2030" />
    <Field form={form} name="certLibelle" label="Libellé exact" {...quand('certLibelle')} span={3} />
    <Field form={form} name="certificateur" label="Certificateur" {...quand('certificateur')} span={3} />
    <TextArea
      form={form}
      name="certBlocs"
      label="Blocs de compétences"
      {...quand('certBlocs')}
      rows={3}
      hint="un par ligne ; « aucun » est une réponse"
    />
    <TextArea
      form={form}
      name="certPasserelles"
      label="Équivalences et passerelles"
      {...quand('certPasserelles')}
      rows={2}
      hint="« aucune » est une réponse"
    />
    <TextArea
      form={form}
      name="certDebouches"
      label="Débouchés et suites de parcours"
      {...quand('certDebouches')}
      rows={2}
    />
    <TextArea
      form={form}
      name="certResultats"
      label="Taux d’obtention et suites"
      {...quand('certResultats')}
      rows={2}
    />
  </Volet>
)

const Resultats = ({ form, ouverts = false }: P) => (
  <Volet
    form={form}
    ouvert={ouverts}
    titre="Résultats publiés"
    champs={['sansResultat', 'indicateurs', 'indicateursBase']}
  >
    <CheckboxField form={form} name="sansResultat" label="Action nouvelle : aucun résultat encore." />
    <TextArea
      form={form}
      name="indicateurs"
      label="Résultats"
      {...quand('indicateurs')}
      rows={2}
      hint="satisfaction, réussite, abandons"
    />
    <TextArea
      form={form}
      name="indicateursBase"
      label="Base de ces résultats"
      {...quand('indicateursBase')}
      rows={2}
      hint="période, nombre de réponses, mode de calcul"
    />
  </Volet>
)

const Classement = ({ form, ouverts = false }: P) => (
  <Volet
    form={form}
    ouvert={ouverts}
    titre="Classement pour le bilan pédagogique"
    champs={['f3', 'niveauF3', 'nsf']}
  >
    <SelectField
      form={form}
      name="f3"
      label="Objectif général (cadre F-3)"
      {...quand('f3')}
      span={3}
      vide="à dire"
      options={codesF3.map((value) => ({ value, label: `${value}. ${objectifsF3[value]}` }))}
    />
    <SelectField
      form={form}
      name="niveauF3"
      label="Niveau, si l’objectif est a"
      {...quand('niveauF3')}
      span={3}
      vide="à dire"
      options={codesNiveau.map((value) => ({ value, label: niveauxF3[value] }))}
    />
    <SelectField
      form={form}
      name="nsf"
      label="Spécialité (cadre F-4)"
      {...quand('nsf')}
      span={3}
      vide="à dire"
      hint="la matière dominante ; le code le plus précis"
      options={specialites.map((s) => ({ value: s.code, label: `${s.code} ${s.libelle}` }))}
    />
  </Volet>
)

/** Le formulaire d’une offre : l’essentiel ouvert, le reste en volets. Seul l’intitulé est attendu. */
export const ChampsOffre = ({ form, ouverts = false }: P) => (
  <>
    <Action form={form} />
    <Acces form={form} ouverts={ouverts} />
    <Deroulement form={form} ouverts={ouverts} />
    <Distance form={form} />
    <Certification form={form} />
    <Resultats form={form} ouverts={ouverts} />
    <Classement form={form} ouverts={ouverts} />
  </>
)
