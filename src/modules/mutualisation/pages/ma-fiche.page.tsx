// Long parce que la personne tient tout d’une page : ce qu’elle dit, ce qu’elle sait faire, ce qu’elle accepte, qui la demande.
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { centimes } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { droits, pageEtGestes, petitGeste, peutSuivre, peutVisiteur } from '#modules/organisme/index.ts'
import {
  Actions,
  Button,
  CheckboxGroup,
  Confirm,
  Empty,
  Etat,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  Section,
  SelectField,
} from '#web/components.tsx'
import { choix, date, entier, facultatif, identifiant, ouiNon, plusieurs, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type Initial } from '#web/form.ts'
import { fichesDuVivier, maFiche } from '../db/vivier.ts'
import {
  type ContactId,
  demiJournees,
  etatDAccord,
  type GenreDePreuve,
  genresDeTerme,
  type MaFiche,
  type Modalite,
  modalites,
  type PriseDeContact,
  preuves,
  type SavoirId,
  termes,
} from '../domain/vivier.ts'
import {
  ajouterUnSavoir,
  direUnAccord,
  ecrireSaFiche,
  effacerSaFiche,
  oterUnSavoir,
  repondreADemande,
} from '../gestes/vivier.ts'
import { lireVoisines, type Voisine } from '../lecture/voisines.ts'
import { fichePubliqueUrl, ficheUrl, maFicheUrl, vivierUrl } from '../liens.ts'
import { champFaux } from './champs.ts'
import { Bouton, type Revenu } from './compte-courant-vue.tsx'
import { TableDesSavoirs } from './fiche-vue.tsx'
import { montantTenu } from './geste-du-compte.ts'

const lesModalites = Object.keys(modalites) as [Modalite, ...Modalite[]]
const lesPreuves = Object.keys(preuves) as [GenreDePreuve, ...GenreDePreuve[]]
const lesMoments = demiJournees.map((d) => d.value) as [string, ...string[]]

const ecrit = z.object({
  accroche: texte({ max: 200 }),
  base: texte({ max: 100 }),
  rayon: facultatif(entier({ min: 0, max: 2000 })),
  territoire: texte({ max: 300 }),
  modalites: plusieurs(lesModalites),
  publics: texte({ max: 300 }),
  langues: texte({ max: 200 }),
  delai: facultatif(entier({ min: 0, max: 365 })),
  preparation: texte({ max: 200 }),
  journee: facultatif(choix(['demi-journee', 'journee'])),
  plancher: facultatif(montantTenu('Écrivez le plancher.')),
  jamais: plusieurs(lesMoments),
  portee: choix(['pole', 'choisies'], { phrase: 'Dites qui lit votre fiche.' }),
  choisies: z.union([z.array(z.string()), z.string()]).optional(),
})
const savoir = z.object({
  intitule: texte({ min: 3, max: 120, vide: 'Dites ce que vous savez faire.' }),
  nsf: facultatif(entier({ min: 100, max: 999, phrase: 'Trois chiffres, de 100 à 999.' })),
  niveau: texte({ max: 120 }),
  genre: choix(lesPreuves, { phrase: 'Dites ce qui le montre.' }),
  preuve: texte({ max: 200 }),
  le: facultatif(date()),
})
const unSavoir = z.object({ savoir: identifiant((t) => asId<'Savoir'>(t) as SavoirId | undefined) })
const accord = z.object({
  genre: choix(genresDeTerme),
  version: entier({ min: 1, max: 1000 }),
  oui: ouiNon(),
})
const reponse = z.object({
  demande: identifiant((t) => asId<'PriseDeContact'>(t) as ContactId | undefined),
  oui: ouiNon(),
})
const rien = z.object({})

type Lu = {
  readonly f: MaFiche | undefined
  /** Elle se lit déjà d’ailleurs : son accord est donné, et sa coopérative est d’un pôle. */
  readonly visible: boolean
  readonly voisines: readonly Voisine[]
  /** Son rôle écrit une fiche ; sinon elle répond, retire et efface, rien d’autre. */
  readonly ecrit: boolean
}

const initial = (f: MaFiche | undefined): Record<string, Initial> =>
  f
    ? {
        accroche: f.accroche,
        base: f.base,
        rayon: f.rayon ?? '',
        territoire: f.territoire,
        modalites: [...f.modalites],
        publics: f.publics,
        langues: f.langues,
        delai: f.delai ?? '',
        preparation: f.preparation,
        journee: f.journee ?? '',
        plancher: f.plancher === null ? '' : (f.plancher / 100).toFixed(2).replace('.', ','),
        jamais: [...f.jamais],
        portee: f.portee,
        choisies: [...f.choisies],
      }
    : { portee: 'pole' }
const formDe = <S extends z.ZodType>(
  revenu: Revenu,
  nom: string,
  depart?: Record<string, Initial>,
): FormOf<S> => (revenu?.geste === nom ? revenu.form : emptyForm(undefined, depart)) as FormOf<S>

const Ecrire = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => {
  const form = formDe<typeof ecrit>(revenu, 'ecrire', initial(lu.f))
  return (
    <Form form={form} action={`${maFicheUrl()}/ecrire`}>
      <FieldSection titre="Ce que je fais">
        <Field
          form={form}
          name="accroche"
          label="En une ligne"
          span={3}
          hint="« Outils libres et médiation numérique, pour des adultes et pour qui les forme »"
          optional
        />
        <CheckboxGroup
          form={form}
          name="modalites"
          label="Comment"
          options={lesModalites.map((m) => ({ value: m, label: modalites[m] }))}
        />
        <Field form={form} name="publics" label="Publics" span={3} optional />
        <Field
          form={form}
          name="langues"
          label="Langues"
          span={3}
          optional
          hint="« français, anglais niveau B2 »"
        />
      </FieldSection>
      <FieldSection titre="Où et quand">
        <Field form={form} name="base" label="Commune" optional hint="jamais une adresse" />
        <Field form={form} name="rayon" label="À moins de" inputmode="numeric" unite="km" optional />
        <Field
          form={form}
          name="territoire"
          label="Et encore"
          span={3}
          optional
          hint="« Rennes et Quimper par le train »"
        />
        <CheckboxGroup form={form} name="jamais" label="Je ne travaille pas" options={demiJournees} />
      </FieldSection>
      <FieldSection titre="Mes conditions">
        <SelectField
          form={form}
          name="journee"
          label="Au moins"
          vide="pas de minimum"
          optional
          options={[
            { value: 'demi-journee', label: 'la demi-journée' },
            { value: 'journee', label: 'la journée' },
          ]}
        />
        <Field
          form={form}
          name="delai"
          label="Me prévenir"
          inputmode="numeric"
          unite="jours avant"
          optional
        />
        <Field form={form} name="preparation" label="Préparation" span={3} optional />
        <Field
          form={form}
          name="plancher"
          label="Plancher, la journée hors taxes"
          inputmode="decimal"
          unite="€"
          optional
          hint="ni en liste, ni en recherche : seulement à qui vous acceptez, si vous l’acceptez"
        />
      </FieldSection>
      <FieldSection titre="Qui lit ma fiche">
        <RadioGroup
          form={form}
          name="portee"
          label="Une fois mon accord donné"
          options={[
            { value: 'pole', label: 'les coopératives de nos pôles' },
            { value: 'choisies', label: 'la mienne, et celles que je choisis' },
          ]}
        />
        {lu.voisines.length > 0 ? (
          <CheckboxGroup
            form={form}
            name="choisies"
            label="Je choisis"
            optional
            options={lu.voisines.map((v) => ({ value: v.organisme, label: v.nom }))}
          />
        ) : null}
      </FieldSection>
      <Actions libelle={lu.f ? 'Garder ma fiche' : 'Écrire ma fiche'} />
    </Form>
  )
}

const Savoirs = ({ f, revenu }: { f: MaFiche; revenu: Revenu }) => {
  const form = formDe<typeof savoir>(revenu, 'savoir', { genre: 'declare' })
  return (
    <Section titre="Ce que je sais faire" id="savoirs" sous="Et ce qui le montre.">
      {f.competences.length > 0 ? (
        <>
          <TableDesSavoirs nom={f.nom} savoirs={f.competences} />
          {f.competences.map((s) => (
            <Bouton vers={`${maFicheUrl()}/oter`} cache={{ savoir: s.id }}>
              Ôter « {s.intitule} »
            </Bouton>
          ))}
        </>
      ) : (
        <p>Aucune compétence encore.</p>
      )}
      <details class="volet" open={revenu?.geste === 'savoir' || f.competences.length === 0}>
        <summary>Ajouter une compétence</summary>
        <Form form={form} action={`${maFicheUrl()}/savoir`} classe="court">
          <Field form={form} name="intitule" label="Je sais faire" />
          <Field
            form={form}
            name="nsf"
            label="Spécialité (NSF)"
            inputmode="numeric"
            optional
            hint="326 : informatique"
          />
          <Field form={form} name="niveau" label="À qui, à quel niveau" optional />
          <SelectField
            form={form}
            name="genre"
            label="Ce qui le montre"
            options={lesPreuves.map((p) => ({ value: p, label: preuves[p] }))}
          />
          <Field
            form={form}
            name="preuve"
            label="Laquelle"
            optional
            hint="« titre professionnel, niveau 5 » ; vide si rien ne le montre"
          />
          <Field form={form} name="le" label="Datée du" inputmode="numeric" optional hint="12/01/2026" />
          <p class="gestes-l">
            <Button>Ajouter</Button>
          </p>
        </Form>
      </details>
    </Section>
  )
}

const Accords = ({ f, ecrit }: { f: MaFiche; ecrit: boolean }) => (
  <Section
    titre="Mes accords"
    id="accords"
    sous="Un texte changé se redemande. Retiré, un accord l’est aussitôt."
  >
    <ul class="accords">
      {genresDeTerme.map((genre) => {
        const t = termes[genre]
        const etat = etatDAccord(f.accords, genre)
        const cache = { genre, version: String(t.version) }
        return (
          <li>
            <h3>
              {t.nom}{' '}
              {etat === 'oui' ? (
                <Etat etat="prouve" mot="j’accepte" />
              ) : etat === 'a-redemander' ? (
                <Etat etat="partiel" mot="le texte a changé" />
              ) : (
                <Etat etat="sans-objet" mot="non" />
              )}
            </h3>
            <p>{t.texte}</p>
            {etat !== 'oui' && ecrit ? (
              <Bouton vers={`${maFicheUrl()}/accord`} cache={{ ...cache, oui: 'oui' }}>
                J’accepte : {t.nom.toLowerCase()}
              </Bouton>
            ) : null}
            {etat === 'non' ? null : (
              <Bouton vers={`${maFicheUrl()}/accord`} cache={{ ...cache, oui: 'non' }}>
                {etat === 'oui' ? 'Retirer mon accord' : 'Non, je retire mon accord'} : {t.nom.toLowerCase()}
              </Bouton>
            )}
          </li>
        )
      })}
    </ul>
  </Section>
)

const UneDemande = ({ d }: { d: PriseDeContact }) => (
  <li class="geste">
    <h3>
      <b>{d.reponse === 'acceptee' ? 'Acceptée' : d.reponse === 'refusee' ? 'Refusée' : 'Répondre'}</b>{' '}
      {d.cooperative}
    </h3>
    <p>
      {d.qui}, le {formaterDate(jourLocal(new Date(d.le), ZONE_PAR_DEFAUT))} : « {d.message} »
    </p>
    {d.reponse === 'refusee' ? null : (
      <div class="geste-do">
        {d.reponse === 'acceptee' ? null : (
          <Bouton vers={`${maFicheUrl()}/repondre`} cache={{ demande: d.id, oui: 'oui' }} genre="main">
            Accepter : elle lira mon adresse
          </Bouton>
        )}
        <Bouton vers={`${maFicheUrl()}/repondre`} cache={{ demande: d.id, oui: 'non' }}>
          {d.reponse === 'acceptee' ? 'Ne plus montrer mon adresse' : 'Refuser'}
        </Bouton>
      </div>
    )}
  </li>
)

const Vue = ({ lu, revenu }: { lu: Lu; revenu: Revenu }) => (
  <Page
    title="Ma fiche du vivier"
    lede="Vous l’écrivez ; personne ne la lit avant votre accord, ni après son retrait."
    path={peutSuivre('vivier.lire') ? [{ libelle: 'Vivier', href: vivierUrl() }] : []}
    alert={revenu?.form.alert}
  >
    {lu.f ? null : (
      <Empty titre="Vous n’avez pas de fiche.">
        Une ligne suffit pour commencer. Votre nom et votre coopérative y sont déjà.
      </Empty>
    )}
    {lu.f && lu.f.demandes.length > 0 ? (
      <Section titre="Qui vous demande" id="demandes">
        <ol class="gestes">
          {lu.f.demandes.map((d) => (
            <UneDemande d={d} />
          ))}
        </ol>
      </Section>
    ) : null}
    {lu.f ? (
      <>
        <Accords f={lu.f} ecrit={lu.ecrit} />
        {lu.visible ? (
          <p>
            <a href={ficheUrl({ fiche: lu.f.fiche })}>Ma fiche, comme les autres la lisent</a>
          </p>
        ) : null}
        {lu.ecrit && etatDAccord(lu.f.accords, 'publique') === 'oui' ? (
          <p>
            <a href={fichePubliqueUrl({ fiche: lu.f.fiche })}>Ma page publique, lue sans compte</a>
          </p>
        ) : null}
        {lu.ecrit ? <Savoirs f={lu.f} revenu={revenu} /> : null}
      </>
    ) : null}
    {lu.ecrit ? <Ecrire lu={lu} revenu={revenu} /> : null}
    {lu.f ? (
      <details class="volet">
        <summary>Effacer ma fiche</summary>
        <Confirm
          form={emptyForm()}
          action={`${maFicheUrl()}/effacer`}
          titre="Effacer ma fiche du vivier"
          phrase="La fiche, ses compétences, les demandes et les retours reçus, et les dossiers que vous avez remis s’effacent ; vos accords sont retirés. Vos réponses s’effacent aussi, sauf celles qu’a suivies une mission demandée, en option, ou ferme un jour : elles restent, sans leurs mots. Restent encore les dates de vos accords, ces missions, leurs contrats et les comptes."
          geste="Effacer ma fiche"
          renoncer={{ libelle: 'La garder', href: maFicheUrl() }}
        />
      </details>
    ) : null}
  </Page>
)

const suite = (fort: string, apres?: string) => () => ({
  vers: maFicheUrl(),
  dit: { genre: 'fait' as const, fort, ...(apres ? { suite: apres } : {}) },
})

export const maFichePage = pageEtGestes({
  lien: maFicheUrl,
  // Un rôle change ; ce qu’une personne a accepté, elle le retire toujours.
  droit: 'pole.lire',
  peut: (lu) => lu.ecrit || lu.f !== undefined || droits['vivier.ecrire'].phrase,
  async lire(tx, _params, { visiteur }): Promise<Lu | undefined> {
    if (!visiteur.organisme) return undefined
    const f = await maFiche(tx)
    return {
      f,
      visible: f !== undefined && (await fichesDuVivier(tx, f.fiche)).length > 0,
      voisines: await lireVoisines(tx, visiteur.organisme.id),
      ecrit: peutVisiteur(visiteur, 'vivier.ecrire'),
    }
  },
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    ecrire: petitGeste<typeof ecrit, Lu, string>({
      droit: 'vivier.ecrire',
      champs: ecrit,
      faire: (tx, e) => {
        const { data, lu } = e
        const dites = new Set([data.choisies ?? []].flat())
        return ecrireSaFiche(
          { ...e, tx },
          {
            ...data,
            rayon: data.rayon ?? null,
            delai: data.delai ?? null,
            journee: data.journee ?? null,
            plancher: data.plancher === undefined ? null : centimes(data.plancher),
            choisies: lu.voisines.map((v) => v.organisme).filter((o) => dites.has(o)),
          },
        )
      },
      suite: suite('Votre fiche est gardée.', 'Elle se lit si vous l’acceptez, plus bas.'),
    }),
    savoir: petitGeste<typeof savoir, Lu, string>({
      droit: 'vivier.ecrire',
      champs: savoir,
      async faire(tx, e) {
        const { data } = e
        if (data.genre !== 'declare' && data.preuve === '')
          return champFaux('preuve', 'Nommez ce qui le montre ; sinon, dites « déclaré, sans pièce ».')
        const declare = data.genre === 'declare'
        return ajouterUnSavoir(
          { ...e, tx },
          {
            ...data,
            nsf: data.nsf === undefined ? '' : String(data.nsf),
            preuve: declare ? '' : data.preuve,
            le: declare ? null : (data.le ?? null),
          },
        )
      },
      suite: suite('La compétence est ajoutée.'),
    }),
    oter: petitGeste<typeof unSavoir, Lu, string>({
      droit: 'vivier.ecrire',
      champs: unSavoir,
      faire: (tx, e) => oterUnSavoir({ ...e, tx }, e.data.savoir),
      suite: suite('La compétence est ôtée.'),
    }),
    accord: petitGeste<typeof accord, Lu, string>({
      droit: 'pole.lire',
      champs: accord,
      faire: (tx, e) => direUnAccord({ ...e, tx }, e.data.genre, e.data.version, e.data.oui),
      suite: suite('C’est dit.', 'Cela vaut dès maintenant.'),
    }),
    repondre: petitGeste<typeof reponse, Lu, string>({
      droit: 'pole.lire',
      champs: reponse,
      faire: (tx, e) => repondreADemande({ ...e, tx }, e.data.demande, e.data.oui),
      suite: suite('Votre réponse est gardée.', 'La coopérative la lit sur votre fiche.'),
    }),
    effacer: petitGeste<typeof rien, Lu, string>({
      droit: 'pole.lire',
      champs: rien,
      faire: (tx, e) => effacerSaFiche({ ...e, tx }),
      suite: suite('Votre fiche est effacée.'),
    }),
  },
})
