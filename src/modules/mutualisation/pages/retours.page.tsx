import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import {
  Actions,
  Button,
  CheckboxField,
  Empty,
  Form,
  Page,
  Section,
  SelectField,
  TextArea,
} from '#web/components.tsx'
import { caseCochee, identifiant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { conjointsUrl } from '#web/links.ts'
import { lireMissions } from '../db/appels.ts'
import { lireRetours } from '../db/retours.ts'
import type { Mission, MissionId } from '../domain/missions.ts'
import { MOIS_D_UN_RETOUR, type RetourDeMission, type RetourId } from '../domain/retours.ts'
import { ecrireUnRetour, oterUnRetour, repondreAUnRetour } from '../gestes/conjoints.ts'
import { missionsUrl, missionUrl, retoursUrl } from '../liens.ts'
import { Bouton } from './compte-courant-vue.tsx'

type Lu = {
  readonly retours: readonly RetourDeMission[]
  /** Reçues, faites, sans retour encore. */
  readonly missions: readonly Mission[]
}
type Revenu = { readonly geste: string; readonly form: FormState } | undefined
const retour = identifiant((t) => asId<'RetourDeMission'>(t) as RetourId | undefined)
const ecrit = z.object({
  mission: identifiant((t) => asId<'MissionAuDehors'>(t) as MissionId | undefined, {
    phrase: 'Choisissez la mission.',
  }),
  texte: texte({ min: 10, max: 2000, vide: 'Écrivez à la personne, en quelques phrases.' }),
})
const reponse = z.object({ retour, reponse: texte({ max: 2000 }), partage: caseCochee() })
const un = z.object({ retour })
const jourDe = (le: Date) => formaterDate(jourLocal(le, ZONE_PAR_DEFAUT))

const UnRetour = ({ r, revenu }: { r: RetourDeMission; revenu: Revenu }) => {
  const revient = revenu?.geste === 'repondre' && revenu.form.values.get('retour')?.[0] === r.id
  const form = (
    revient
      ? revenu.form
      : emptyForm(undefined, { reponse: r.reponse, ...(r.partageLe ? { partage: 'on' } : {}) })
  ) as FormOf<typeof reponse>
  return (
    <article class="forme">
      <h3>
        <a href={missionUrl({ mission: r.mission })}>{r.objet}</a>
      </h3>
      <p>
        {r.receveur}, le {jourDe(r.ecritLe)}
        {r.aMoi ? '' : `, à ${r.nom}`}
        {r.texte ? ` : « ${r.texte} »` : '. La personne l’a effacé : il ne s’en écrit pas d’autre.'}
      </p>
      {r.reponse && r.reponduLe ? (
        <p>
          Réponse de {r.nom}, le {jourDe(r.reponduLe)} : « {r.reponse} »
        </p>
      ) : null}
      {r.aMoi ? (
        <Form form={form} action={`${retoursUrl()}/repondre`} classe="court">
          <input type="hidden" name="retour" value={r.id} />
          <TextArea
            form={form}
            name="reponse"
            cle={r.id}
            label="Votre réponse"
            rows={3}
            optional
            hint="lue avec le retour, partout où il l’est"
          />
          <CheckboxField
            form={form}
            name="partage"
            cle={r.id}
            label="Montrer ce retour et ma réponse à qui lit ma fiche"
          />
          <p class="gestes-l">
            <Button genre="main">Garder</Button>
          </p>
        </Form>
      ) : null}
      {r.texte && (r.aMoi || peutSuivre('appels.tenir')) ? (
        <Bouton vers={`${retoursUrl()}/oter`} cache={{ retour: r.id }} genre="grave">
          {r.aMoi ? 'Effacer ce retour' : 'Retirer ce retour'}
        </Bouton>
      ) : null}
    </article>
  )
}

const Vue = ({ lu: { retours, missions }, revenu }: { lu: Lu; revenu: Revenu }) => {
  const form = (revenu?.geste === 'ecrire' ? revenu.form : emptyForm()) as FormOf<typeof ecrit>
  const [miens, autres] = [retours.filter((r) => r.aMoi), retours.filter((r) => !r.aMoi)]
  return (
    <Page
      title="Retours de mission"
      lede={`Un texte, sur une mission faite. La personne seule le lit ; elle y répond, le montre ou l’efface. Tout s’efface après ${MOIS_D_UN_RETOUR} mois.`}
      path={[{ libelle: 'Missions', href: missionsUrl() }]}
      alert={revenu?.form.alert}
    >
      {miens.length > 0 ? (
        <Section titre="Ce que l’on m’a écrit" id="miens">
          {miens.map((r) => (
            <UnRetour r={r} revenu={revenu} />
          ))}
        </Section>
      ) : null}
      {autres.length > 0 ? (
        <Section titre="Ce que nous avons écrit" id="ecrits">
          {autres.map((r) => (
            <UnRetour r={r} revenu={revenu} />
          ))}
        </Section>
      ) : null}
      {missions.length > 0 && peutSuivre('appels.tenir') ? (
        <Section
          titre="Écrire un retour"
          id="ecrire"
          sous="Une fois par mission. Ni note, ni avis des stagiaires."
        >
          <Form form={form} action={`${retoursUrl()}/ecrire`}>
            <SelectField
              form={form}
              name="mission"
              label="Sur quelle mission"
              vide="choisissez"
              options={missions.map((m) => ({ value: m.mission, label: `${m.objet}, ${m.nom}` }))}
            />
            <TextArea
              form={form}
              name="texte"
              label="À la personne"
              rows={4}
              hint="elle seule le lit, et peut vous répondre"
            />
            <Actions libelle="Écrire ce retour" />
          </Form>
        </Section>
      ) : null}
      {retours.length === 0 && missions.length === 0 ? (
        <Empty titre="Aucun retour, et aucune mission faite qui en attende un.">
          <p>
            Un retour s’écrit quand le constat d’une mission est dit des deux côtés.{' '}
            <a href={conjointsUrl()}>Ce que le pôle en a décidé</a>
          </p>
        </Empty>
      ) : null}
    </Page>
  )
}

const suite = (fort: string, apres?: string) => () => ({
  vers: retoursUrl(),
  dit: { genre: 'fait' as const, fort, ...(apres ? { suite: apres } : {}) },
})

export const retoursPage = pageEtGestes({
  lien: retoursUrl,
  droit: 'vivier.lire',
  async lire(tx): Promise<Lu | undefined> {
    const retours = await lireRetours(tx)
    const deja = new Set(retours.filter((r) => r.deMoi).map((r) => r.mission))
    return {
      retours,
      missions: (await lireMissions(tx)).filter(
        (m) => m.moi === 'recoit' && m.etat === 'faite' && !deja.has(m.mission),
      ),
    }
  },
  vue: (_tx, lu, revenu) => <Vue lu={lu} revenu={revenu} />,
  gestes: {
    ecrire: petitGeste<typeof ecrit, Lu, string>({
      droit: 'appels.tenir',
      champs: ecrit,
      faire: (tx, e) => ecrireUnRetour({ ...e, tx }, e.data.mission, e.data.texte),
      suite: suite('Le retour est écrit.', 'La personne le lit, et peut répondre.'),
    }),
    repondre: petitGeste<typeof reponse, Lu, string>({
      droit: 'vivier.lire',
      champs: reponse,
      faire: (tx, e) => repondreAUnRetour({ ...e, tx }, e.data.retour, e.data.reponse, e.data.partage),
      suite: suite('C’est gardé.'),
    }),
    oter: petitGeste<typeof un, Lu, string>({
      droit: 'vivier.lire',
      champs: un,
      faire: (tx, e) => oterUnRetour({ ...e, tx }, e.data.retour),
      suite: suite('Le retour est effacé.'),
    }),
  },
})
