import { formaterCreneau, formaterHeure } from '#kernel/heures.ts'
import { enumerer } from '#kernel/texte.ts'
import { heureLocale, type Zone, zones } from '#kernel/zones.ts'
import {
  type Etablissement,
  lireOrganisme,
  listerEtablissements,
  membreUrl,
  peutVisiteur,
} from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { Button, Field, FieldSection, RepeatedRows, SelectField, TextArea } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { fieldError, fieldId, fieldValue } from '#web/form.ts'
import { listerSalles, type Salle } from '../db/salles.queries.ts'
import { motModaliteSeance } from '../domain/modalite.ts'
import { motModalite } from '../domain/mots.ts'
import { maxSeances } from '../domain/seance.ts'
import { type Affectable, direAffectable, formateursAffectables } from '../lecture/ou-et-qui.ts'
import { nouvelleSessionUrl } from '../liens.ts'
import { type FormPlan, gesteJournee, gesteScinder, jourDu, scissionDu } from './planifier.form.ts'

/** Ce que les deux formulaires (planifier, changer) donnent à choisir. */
export type Choix = {
  readonly lieux: readonly Etablissement[]
  readonly salles: readonly Salle[]
  readonly formateurs: readonly Affectable[]
  readonly zone: Zone
  /** Qui remplit le formulaire donne les fonctions : on lui en ouvre la page. */
  readonly gereEquipe: boolean
}

export const choixCommuns = async (tx: TenantTx, visiteur: Visiteur): Promise<Choix> => ({
  lieux: (await listerEtablissements(tx)).filter((e) => e.fermeLe === null),
  salles: await listerSalles(tx, { ouvertes: true }),
  formateurs: await formateursAffectables(tx),
  zone: (await lireOrganisme(tx)).zone,
  gereEquipe: peutVisiteur(visiteur, 'membres.gerer'),
})

export const noms = {
  offre: 'Offre du catalogue',
  seances: 'Séance',
  motif: 'Motif',
  modalite: 'Modalité',
  salle: 'Salle',
  etablissement: 'Lieu de la coopérative',
  lieu: 'Adresse ou précision',
  zone: 'Fuseau',
  lienConnexion: 'Lien de connexion',
  formateurId: 'Qui anime',
  formateur: 'Nom de qui anime',
  titres: 'Titres et qualités de qui anime',
  coanimateurId: 'Co-animation',
  capacite: 'Capacité',
  effectifMin: 'Effectif minimal',
  prix: 'Prix par stagiaire',
}

export const heureDe = (instant: Date, zone: Zone) => formaterHeure(heureLocale(instant, zone).minute)

export const direSalle = (s: Pick<Salle, 'nom' | 'nomEtablissement' | 'places'>): string =>
  `${s.nomEtablissement}, ${s.nom}${s.places ? ` (${s.places} places)` : ''}`

/** Le refus d'un rang et, s'il peut se scinder, le bouton qui revient ici avec les rangs refaits. */
const RefusDuRang = ({ form, prefixe, rang }: { form: FormPlan; prefixe: string; rang: number }) => {
  const phrase = fieldError(form, prefixe)
  if (phrase === undefined) return null
  const parts = scissionDu(form, rang)
  return (
    <p class="erreur" id={fieldId(prefixe)} tabindex={-1}>
      {phrase}{' '}
      {parts ? (
        <Button genre="link" geste={gesteScinder(prefixe)}>
          La scinder : {enumerer(parts.map((p) => formaterCreneau(p.debut, p.fin)))}
        </Button>
      ) : null}
    </p>
  )
}

/** Le chemin vers la fonction qui manque à la personne choisie ; un autre onglet, pour ne rien perdre de ce qui est écrit. */
const DonnerLaFonction = ({
  form,
  choix,
  name,
}: {
  form: FormPlan
  choix: Choix
  name: 'formateurId' | 'coanimateurId'
}) => {
  const membre = choix.formateurs.find((f) => f.id === fieldValue(form, name))
  if (!choix.gereEquipe || !membre?.sansFonction || fieldError(form, name) === undefined) return null
  return (
    <p class="l3">
      <a href={membreUrl({ membre: membre.id })} target="_blank" rel="noopener">
        Donner à {membre.nom} la fonction « formateur·rice »
      </a>{' '}
      <span class="sub">dans un nouvel onglet</span>
    </p>
  )
}

const quoiDuPrix = 'ce que la personne paie, taxe comprise si vos formations sont taxées'

export const Conditions = ({
  form,
  prixDeLOffre = false,
}: {
  form: FormPlan
  /** Laissé vide, le prix vient de l’offre. */
  prixDeLOffre?: boolean
}) => (
  <>
    <Field form={form} name="capacite" label="Capacité" inputmode="numeric" hint="stagiaires au plus" />
    <Field
      form={form}
      name="effectifMin"
      label="Effectif minimal"
      inputmode="numeric"
      optional
      hint="pour confirmer la session"
    />
    <Field
      form={form}
      name="prix"
      label="Prix par stagiaire"
      inputmode="decimal"
      unite="€"
      plusTard="pour ouvrir les inscriptions"
      hint={prixDeLOffre ? `${quoiDuPrix} ; vide, celui de l’offre` : quoiDuPrix}
    />
  </>
)

/** Sur place ou à distance : dit d’une session mixte, et d’elle seule. */
export const optionsModalite = Object.entries(motModaliteSeance).map(([value, label]) => ({ value, label }))

export const Quand = ({
  form,
  emargees,
  mixte = false,
  vers = nouvelleSessionUrl(),
}: {
  form: FormPlan
  /** Où le formulaire s’envoie : ajouter une journée n’y perd pas d’où l’on vient. */
  vers?: string
  emargees?: ReadonlySet<string>
  mixte?: boolean
}) => (
  <>
    <FieldSection titre="Quand" plein>
      <RepeatedRows
        form={form}
        name="seances"
        titre="Séance"
        ajouter="Ajouter une séance"
        max={maxSeances}
        {...(emargees
          ? {}
          : {
              gestes: (
                <Button geste={gesteJournee} vers={`${vers}#${fieldId('seances')}-suite`}>
                  Ajouter une journée
                </Button>
              ),
            })}
      >
        {(p, i) => {
          const id = fieldValue(form, `${p}.id`)
          const emargee = id !== '' && (emargees?.has(id) ?? false)
          const sienne = fieldValue(form, `${p}.modalite`)
          const dite =
            sienne === 'presentiel' || sienne === 'distance' ? `, ${motModaliteSeance[sienne]}` : ''
          return (
            <>
              {emargees ? <input type="hidden" name={`${p}.id`} value={id} /> : null}
              <Field
                form={form}
                name={`${p}.date`}
                label="Date"
                inputmode="numeric"
                hint={emargee ? `émargée${dite} : ne change plus` : (jourDu(form, i) ?? '22/03/2027')}
              />
              <Field form={form} name={`${p}.debut`} label="Début" placeholder="9 h" />
              <Field form={form} name={`${p}.fin`} label="Fin" placeholder="12 h 30" />
              {mixte && !emargee ? (
                <SelectField
                  form={form}
                  name={`${p}.modalite`}
                  label="Modalité"
                  vide="à dire"
                  options={optionsModalite}
                />
              ) : null}
              <RefusDuRang form={form} prefixe={p} rang={i} />
            </>
          )
        }}
      </RepeatedRows>
    </FieldSection>
    {fieldError(form, 'motif') || fieldValue(form, 'motif') !== '' ? (
      <FieldSection titre="Jour chômé">
        <Field form={form} name="motif" label="Motif, si vous gardez ce jour" span={3} />
      </FieldSection>
    ) : null}
  </>
)

export const OuEtAvecQui = ({
  form,
  choix,
  modaliteVide,
  direTitres = false,
}: {
  form: FormPlan
  choix: Choix
  /** Ce que vaut une modalité laissée vide : « celle de l’offre ». */
  modaliteVide?: string
  /** Qui remplit tient les fiches des intervenants : ce que la convention dira de qui anime s'écrit ici. */
  direTitres?: boolean
}) => (
  <>
    <FieldSection titre="Où">
      <SelectField
        form={form}
        name="modalite"
        label="Modalité"
        {...(modaliteVide ? { vide: modaliteVide } : {})}
        options={Object.entries(motModalite).map(([value, label]) => ({ value, label }))}
      />
      <SelectField
        form={form}
        name="salle"
        label="Salle"
        vide="aucune de nos salles"
        options={choix.salles.map((s) => ({ value: s.id, label: direSalle(s) }))}
        hint={choix.salles.length === 0 ? 'La page « Salles » en ajoute.' : 'pour toutes les séances'}
      />
      <SelectField
        form={form}
        name="etablissement"
        label="Lieu de la coopérative"
        vide="un autre lieu, à écrire"
        options={choix.lieux.map((l) => ({
          value: l.id,
          label: [l.nom, l.ville, l.capacite ? `${l.capacite} places` : ''].filter(Boolean).join(', '),
        }))}
        hint="inutile si la salle est choisie"
      />
      <Field form={form} name="lieu" label="Adresse ou précision" hint="à écrire hors de nos lieux" />
      <SelectField
        form={form}
        name="zone"
        label="Fuseau de la salle"
        hint="un lieu de la coopérative a le sien"
        options={Object.entries(zones).map(([value, label]) => ({ value, label }))}
      />
      <Field
        form={form}
        name="lienConnexion"
        label="Lien de connexion"
        type="url"
        optional
        hint="à distance : la salle virtuelle"
      />
    </FieldSection>
    <FieldSection titre="Avec qui">
      <SelectField
        form={form}
        name="formateurId"
        label="Qui anime"
        vide="quelqu’un d’autre"
        options={choix.formateurs.map((f) => ({ value: f.id, label: direAffectable(f) }))}
      />
      <DonnerLaFonction form={form} choix={choix} name="formateurId" />
      <Field form={form} name="formateur" label="Nom de qui anime" hint="prénom et nom, hors de la liste" />
      {direTitres ? (
        <TextArea
          form={form}
          name="titres"
          label="Titres et qualités de qui anime"
          plusTard="pour la convention"
          rows={2}
          hint="diplômes, expérience ; vide si sa fiche les dit déjà"
        />
      ) : null}
      <SelectField
        form={form}
        name="coanimateurId"
        label="Co-animation"
        vide="personne d’autre"
        options={choix.formateurs.map((f) => ({ value: f.id, label: direAffectable(f) }))}
      />
      <DonnerLaFonction form={form} choix={choix} name="coanimateurId" />
    </FieldSection>
  </>
)
