import { Hono } from 'hono'
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { exigerDroit } from '#modules/organisme/index.ts'
import { Actions, Field, FieldSection, Form, Page, RadioGroup } from '#web/components.tsx'
import type { Env } from '#web/env.ts'
import { choix, date, facultatif, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, readForm, withAlert } from '#web/form.ts'
import { redirectWith } from '#web/http/flash.ts'
import { type ReglageExercice, reglageDe } from '../db/exercices.queries.ts'
import type { Exercice } from '../domain/dossier.ts'
import { echeanceDe } from '../domain/echeance.ts'
import { ecrireExercice, nomExercice } from '../domain/exercices.ts'
import {
  type DouteTranche,
  doutes,
  lecturesAu,
  lecturesPossibles,
  lireLectures,
} from '../domain/parametres.ts'
import { regler } from '../gestes/regler-exercice.ts'
import { bilansUrl, bilanUrl, reglerUrl } from '../liens.ts'
import { surLExercice } from './commun.ts'

const noms = Object.keys(lecturesPossibles) as DouteTranche[]
const mots: Readonly<Record<string, string>> = {
  false: 'non',
  true: 'oui',
  internes: 'interne',
  externes: 'externe',
  chacun: 'chacun compte ses heures',
  partage: 'ils se les partagent',
  'sa-part': 'sa seule part',
  'le-tout': 'le tout',
  prorata: 'au prorata des heures',
  debut: 'tout à la première séance',
  proche: 'au plus proche',
  superieur: 'au supérieur',
  'plus-forts-restes': 'au plus fort reste, les totaux restent égaux',
  'chaque-case': 'case par case',
}
const options = (nom: DouteTranche, proposee: unknown) =>
  lecturesPossibles[nom].map((v) => ({
    value: String(v),
    label: `${mots[String(v)] ?? String(v)}${v === proposee ? ' (proposé)' : ''}`,
  }))

const radio = (nom: DouteTranche) => {
  const [premiere, ...suite] = lecturesPossibles[nom].map(String)
  return choix([premiere ?? '', ...suite])
}
const fields = z.object({
  version: texte({ max: 10 }),
  echeanceLe: facultatif(date()),
  adressePublique: choix(['', 'oui', 'non']),
  honorairesEnF2: radio('honorairesEnF2'),
  cape: radio('cape'),
  coanimation: radio('coanimation'),
  groupement: radio('groupement'),
  argentACheval: radio('argentACheval'),
  arrondiDeLaPart: radio('arrondiDeLaPart'),
  heuresDeF: radio('heuresDeF'),
})
type Formulaire = FormOf<typeof fields>

const enFormulaire = (e: Exercice, r: ReglageExercice | undefined): Formulaire => {
  const lectures = { ...lecturesAu(e.fin), ...r?.lectures }
  return emptyForm(undefined, {
    version: r?.version ?? '',
    adressePublique: r?.adressePublique === true ? 'oui' : r?.adressePublique === false ? 'non' : '',
    echeanceLe: r?.echeanceLe ? formaterDate(r.echeanceLe, 'chiffres') : '',
    ...Object.fromEntries(noms.map((n) => [n, String(lectures[n])])),
  })
}

const Regler = ({ exercice, form }: { exercice: Exercice; form: Formulaire }) => {
  const adresse = ecrireExercice(exercice)
  const proposees = lecturesAu(exercice.fin)
  const calculee = echeanceDe(exercice.fin)
  return (
    <Page
      title="Régler l’exercice"
      lede="L’échéance que l’administration annonce, et les règles que la notice ne tranche pas : notre lecture est proposée, la vôtre l’emporte."
      path={[
        { libelle: 'BPF', href: bilansUrl() },
        { libelle: `Exercice ${nomExercice(exercice)}`, href: bilanUrl({ exercice: adresse }) },
      ]}
      alert={form.alert}
    >
      <Form form={form}>
        <input type="hidden" name="version" value={form.values.get('version')?.[0] ?? ''} />
        <FieldSection titre="Échéance">
          <Field
            form={form}
            name="echeanceLe"
            label="À transmettre au plus tard le"
            optional
            hint={`Laissée vide : le ${formaterDate(calculee.retenue)}. Légalement avant le 30 avril ; la campagne est prolongée chaque année, par annonce.`}
          />
        </FieldSection>
        <FieldSection titre="Cadre A">
          <RadioGroup
            form={form}
            name="adressePublique"
            label="L’adresse de l’organisme peut être publiée"
            hint="La liste publique des organismes la montre alors. Rien n’est supposé : sans réponse, le bilan dit « à dire »."
            options={[
              { value: 'oui', label: 'oui' },
              { value: 'non', label: 'non' },
              { value: '', label: 'pas encore dit' },
            ]}
          />
        </FieldSection>
        <FieldSection titre="À juger">
          {noms.map((nom) => (
            <RadioGroup
              form={form}
              name={nom}
              label={`${doutes[nom].question}`}
              hint={`${doutes[nom].regle} : ${doutes[nom].valeurs.at(-1)?.source ?? ''}.`}
              options={options(nom, proposees[nom])}
            />
          ))}
        </FieldSection>
        <Actions libelle="Garder ces réglages">
          <a href={bilanUrl({ exercice: adresse })}>Revenir au bilan</a>
        </Actions>
      </Form>
    </Page>
  )
}

const enLectures = (d: Record<string, unknown>, e: Exercice) => {
  const proposees = lecturesAu(e.fin)
  const dites = Object.fromEntries(
    noms.map((n) => [n, n === 'honorairesEnF2' ? d[n] === 'true' : d[n]] as const),
  )
  // Ce qui suit notre proposition n'est pas gardé : si elle change un jour, l'exercice la suivra.
  return lireLectures(
    Object.fromEntries(Object.entries(dites).filter(([n, v]) => proposees[n as DouteTranche] !== v)),
  )
}

export const reglerPage = new Hono<Env>()
  .get(reglerUrl.modele, exigerDroit('bpf.etablir'), (c) =>
    surLExercice(c, async (tx, _, exercice) =>
      c.html(<Regler exercice={exercice} form={enFormulaire(exercice, await reglageDe(tx, exercice))} />),
    ),
  )
  .post(reglerUrl.modele, exigerDroit('bpf.etablir'), async (c) => {
    const lu = await readForm(fields, c)
    return surLExercice(c, async (tx, _, exercice) => {
      if (!lu.ok) return c.html(<Regler exercice={exercice} form={lu.form} />, lu.status)
      const { version, echeanceLe, adressePublique, ...suite } = lu.data
      const fait = await regler(
        tx,
        exercice,
        {
          echeanceLe: echeanceLe ?? null,
          adressePublique: adressePublique === '' ? null : adressePublique === 'oui',
          lectures: enLectures(suite, exercice),
          version: /^\d+$/.test(version) ? Number(version) : null,
        },
        c.get('services').clock.now(),
      )
      return fait.ok
        ? redirectWith(c, bilanUrl({ exercice: ecrireExercice(exercice) }), {
            genre: 'fait',
            fort: 'Exercice réglé.',
            suite: 'Le bilan suit ces lectures dès maintenant.',
          })
        : c.html(
            <Regler
              exercice={exercice}
              form={withAlert(lu.form, { titre: 'Rien n’a été réglé', phrase: fait.error.phrase })}
            />,
            fait.error.code === 'perime' ? 409 : 422,
          )
    })
  })
