import { z } from 'zod'
import { ajouterJours } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { instantDe, jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { geste } from '#modules/organisme/index.ts'
import { mesPoles, type PoleId } from '#modules/pole/index.ts'
import {
  Actions,
  CheckboxGroup,
  Field,
  FieldSection,
  Form,
  Page,
  RadioGroup,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import {
  choix,
  date,
  entier,
  facultatif,
  heure,
  heureDeFin,
  identifiant,
  montant,
  texte,
} from '#web/fields.ts'
import type { FormOf } from '#web/form.ts'
import { fichesDuVivier } from '../db/vivier.ts'
import { DATES_AU_PLUS, type GenreDePrix, genresDePrix, type Portee, portees } from '../domain/appels.ts'
import { valeursDe } from '../domain/formes/faits.ts'
import { motsDesChoix } from '../domain/formes/mots.ts'
import type { FicheVue } from '../domain/vivier.ts'
import { publier } from '../gestes/appels.ts'
import { lireVoisines, type Voisine } from '../lecture/voisines.ts'
import { appelsUrl, appelUrl, nouvelAppelUrl, vivierUrl } from '../liens.ts'
import { champFaux, jours } from './champs.ts'

type Lu = {
  readonly poles: readonly { readonly id: PoleId; readonly nom: string }[]
  readonly voisines: readonly Voisine[]
  readonly gens: readonly FicheVue[]
}

const plusieursTextes = z.union([z.string(), z.array(z.string())]).optional()
const champs = z.object({
  pole: identifiant((t) => asId<'Pole'>(t) as PoleId | undefined, { phrase: 'Choisissez un pôle.' }),
  objet: texte({ min: 3, max: 200, vide: 'Dites en une ligne ce que vous cherchez.' }),
  publics: texte({ max: 300 }),
  stagiaires: facultatif(entier({ min: 1, max: 2000 })),
  lieu: texte({ min: 1, max: 250, vide: 'Dites où.' }),
  jours1: jours('Dites au moins une date possible.'),
  jours2: facultatif(jours()),
  jours3: facultatif(jours()),
  debut: heure({ vide: 'Dites l’heure du début.' }),
  fin: heureDeFin({ vide: 'Dites l’heure de la fin.' }),
  attendus: texte({ max: 1000 }),
  exigences: texte({ max: 500 }),
  dirige: choix(valeursDe.dirige, { phrase: 'Dites qui donne les consignes.' }),
  payeur: choix(valeursDe.payeur, { phrase: 'Dites qui vous paie l’action.' }),
  prix: choix(Object.keys(genresDePrix) as [GenreDePrix, ...GenreDePrix[]]),
  min: facultatif(montant()),
  max: facultatif(montant()),
  vu: choix(Object.keys(portees) as [Portee, ...Portee[]]),
  choisies: plusieursTextes,
  gens: plusieursTextes,
  jusque: date({ vide: 'Dites jusqu’à quand on répond.' }),
})
type Formulaire = FormOf<typeof champs>

const enOptions = (mots: Readonly<Record<string, string>>) =>
  Object.entries(mots).map(([value, label]) => ({ value, label }))

const Vue = ({ lu, form }: { lu: Lu; form: Formulaire }) => (
  <Page
    title="Publier un appel"
    heading="Publier un appel à intervention"
    lede="Ce que vous écrivez ici fait la mission et son contrat : rien ne s’en retape."
    path={[
      { libelle: 'Vivier', href: vivierUrl() },
      { libelle: 'Appels', href: appelsUrl() },
    ]}
    alert={form.alert}
  >
    <Form form={form}>
      <FieldSection titre="Quoi">
        <Field
          form={form}
          name="objet"
          label="Ce que vous cherchez"
          span={3}
          hint="« Deux journées d’outils libres »"
        />
        <Field form={form} name="publics" label="Qui apprend" optional span={2} />
        <Field form={form} name="stagiaires" label="Combien" inputmode="numeric" optional />
        <TextArea form={form} name="attendus" label="Ce qui est attendu" rows={2} optional span={3} />
        <TextArea
          form={form}
          name="exigences"
          label="Exigences"
          rows={2}
          optional
          span={3}
          hint="une certification, une langue, une habilitation"
        />
      </FieldSection>
      <FieldSection titre="Quand, où">
        <Field
          form={form}
          name="jours1"
          label="Les jours"
          span={3}
          hint="14/01/2027, 15/01/2027 : ils vont ensemble"
        />
        <Field form={form} name="jours2" label="Ou ceux-ci" span={3} optional />
        <Field form={form} name="jours3" label="Ou ceux-là" span={3} optional />
        <Field form={form} name="debut" label="De" hint="9 h" />
        <Field form={form} name="fin" label="À" hint="17 h" />
        <Field form={form} name="lieu" label="Lieu" span={3} hint="une adresse, ou « à distance »" />
      </FieldSection>
      <FieldSection titre="À quelles conditions">
        <RadioGroup
          form={form}
          name="dirige"
          label="Qui donne les consignes"
          options={enOptions(motsDesChoix.dirige.reponses)}
        />
        <SelectField
          form={form}
          name="payeur"
          label={motsDesChoix.payeur.question}
          options={enOptions(motsDesChoix.payeur.reponses)}
        />
        <RadioGroup form={form} name="prix" label="Le prix est" options={enOptions(genresDePrix)} />
        <Field
          form={form}
          name="min"
          label="Prix, ou bas de la fourchette"
          inputmode="decimal"
          unite="€"
          optional
          hint="hors taxes, pour le tout"
        />
        <Field form={form} name="max" label="Haut de la fourchette" inputmode="decimal" unite="€" optional />
      </FieldSection>
      <FieldSection titre="Qui le lit">
        <SelectField
          form={form}
          name="pole"
          label="Dans le pôle"
          options={lu.poles.map((p) => ({ value: p.id, label: p.nom }))}
        />
        <RadioGroup form={form} name="vu" label="Se montre à" options={enOptions(portees)} />
        {lu.voisines.length > 0 ? (
          <CheckboxGroup
            form={form}
            name="choisies"
            label="Coopératives"
            optional
            options={lu.voisines.map((v) => ({ value: v.organisme, label: v.nom }))}
          />
        ) : null}
        {lu.gens.length > 0 ? (
          <CheckboxGroup
            form={form}
            name="gens"
            label="Personnes"
            optional
            options={lu.gens.map((g) => ({ value: g.fiche, label: `${g.nom}, ${g.cooperative}` }))}
          />
        ) : null}
        <Field
          form={form}
          name="jusque"
          label="On répond jusqu’au"
          inputmode="numeric"
          hint="au soir de ce jour"
        />
      </FieldSection>
      <Actions libelle="Publier l’appel" />
    </Form>
  </Page>
)

export const publierAppelPage = geste({
  lien: nouvelAppelUrl,
  droit: 'appels.tenir',
  champs,
  async lire(tx, _params, { visiteur }): Promise<Lu | undefined> {
    if (!visiteur.organisme) return undefined
    const moi = visiteur.organisme.id
    return {
      poles: await mesPoles(tx),
      voisines: await lireVoisines(tx, moi),
      gens: (await fichesDuVivier(tx)).filter((f) => f.organisme !== moi),
    }
  },
  peut: (lu) => lu.poles.length > 0 || 'Un appel se publie dans un pôle : rejoignez-en un d’abord.',
  depart: (_tx, lu) => ({
    ...(lu.poles[0] && { pole: lu.poles[0].id }),
    dirige: 'envoyeur',
    payeur: 'entreprise',
    prix: 'a-proposer',
    vu: 'pole',
    debut: '9 h',
    fin: '17 h',
  }),
  vue: (lu, form) => <Vue lu={lu} form={form} />,
  async faire(tx, { lu, data, le, cle, visiteur }) {
    const aujourdhui = jourLocal(le, ZONE_PAR_DEFAUT)
    const dates = [data.jours1, data.jours2, data.jours3]
      .flatMap((j) => (j ? [j] : []))
      .slice(0, DATES_AU_PLUS)
    for (const [n, j] of dates.entries())
      if ((j[0] ?? aujourdhui) <= aujourdhui)
        return champFaux(`jours${n + 1}`, 'Ces jours viennent après aujourd’hui.')
    if (data.fin <= data.debut) return champFaux('fin', 'La fin vient après le début.')
    if (data.jusque < aujourdhui) return champFaux('jusque', 'Ce jour est passé.')
    if (dates.every((j) => (j[0] ?? data.jusque) <= data.jusque))
      return champFaux('jusque', 'On répond avant le premier jour de l’une des dates.')
    const fixe = data.prix !== 'a-proposer'
    if (fixe && data.min === undefined) return champFaux('min', 'Écrivez le prix.')
    if (data.prix === 'fourchette' && (data.max === undefined || data.max < (data.min ?? 0)))
      return champFaux('max', 'Le haut de la fourchette est au-dessus du bas.')
    const choisies = new Set([data.choisies ?? []].flat())
    const gens = new Set([data.gens ?? []].flat())
    const aCoops = lu.voisines.filter((v) => choisies.has(v.organisme)).map((v) => v.organisme)
    const aGens = lu.gens.filter((g) => gens.has(g.fiche)).map((g) => g.fiche)
    if (data.vu === 'choisies' && aCoops.length === 0)
      return champFaux('choisies', 'Choisissez une coopérative au moins.')
    if (data.vu === 'personnes' && aGens.length === 0)
      return champFaux('gens', 'Choisissez une personne au moins.')
    return publier(
      { tx, visiteur, le, cle },
      {
        pole: data.pole,
        objet: data.objet,
        publics: data.publics,
        stagiaires: data.stagiaires ?? null,
        lieu: data.lieu,
        attendus: data.attendus,
        exigences: data.exigences,
        debut: data.debut,
        fin: data.fin,
        dirige: data.dirige,
        payeur: data.payeur,
        prixGenre: data.prix,
        prixMin: fixe ? (data.min ?? null) : null,
        prixMax: data.prix === 'fourchette' ? (data.max ?? null) : null,
        vuDe: data.vu,
        choisies: data.vu === 'choisies' ? aCoops : [],
        fiches: data.vu === 'personnes' ? aGens : [],
        jusquAu: instantDe(ajouterJours(data.jusque, 1), 0, ZONE_PAR_DEFAUT).instant,
      },
      dates,
    )
  },
  suite: (appel) => ({
    vers: appelUrl({ appel }),
    dit: { genre: 'fait', fort: 'L’appel est publié.', suite: 'Les réponses arrivent sur cette page.' },
  }),
})
