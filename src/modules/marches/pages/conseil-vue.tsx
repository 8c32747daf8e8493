/** Les avis demandés sur un groupement, et ceux qui sont rendus. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import {
  Actions,
  Empty,
  Etat,
  Field,
  Form,
  RadioGroup,
  Section,
  SelectField,
  Table,
  TextArea,
} from '#web/components.tsx'
import { type SensDAvis, sensDAvis } from '../domain/conseil.ts'
import { adresse, formDe, type Props } from './dossier-vue.tsx'

const jour = (j: string) => formaterDate(j as DateCivile)
const marques = { favorable: 'prouve', reserves: 'a-juger', defavorable: 'manquant' } as const

export const Conseils = ({ lu, revenu }: Props) => {
  const demande = formDe(revenu, 'demander-avis')
  const rendu = formDe(revenu, 'recopier-avis')
  const attendus = lu.conseils.filter((c) => c.organisme === lu.moi && c.contenu.rendu === null)
  return (
    <Section
      titre="Demander un avis"
      id="avis"
      sous="Coforme n’est pas un conseil juridique. La personne que vous choisissez lit le lot, les membres, leurs raisons et les signaux ; ni prix, ni pièce. Un lien lui permet de répondre sans compte."
    >
      {lu.conseils.length === 0 ? (
        <Empty titre="Aucun avis demandé">Un signal « grave » demande l’avis d’un juriste.</Empty>
      ) : (
        <Table
          legende="Les avis demandés, et ce qu’ils disent"
          lignes={lu.conseils.map((c) => c.contenu)}
          colonnes={[
            {
              titre: 'À',
              entete: true,
              cell: (c) => (
                <>
                  {c.nom}, {c.qualite} <small>{c.courriel}</small>
                </>
              ),
            },
            { titre: 'Question', cell: (c) => <span class="lignes">{c.question}</span> },
            { titre: 'Demandé le', cell: (c) => jour(c.demandeLe) },
            {
              titre: 'Avis',
              cell: (c) =>
                c.rendu === null ? (
                  <Etat etat="a-venir" mot="attendu" />
                ) : (
                  <>
                    <Etat etat={marques[c.rendu.sens]} mot={sensDAvis[c.rendu.sens]} /> le {jour(c.rendu.le)},{' '}
                    {c.rendu.parLien ? `reçu par le lien envoyé à ${c.courriel}` : 'recopié'}{' '}
                    <span class="lignes">{c.rendu.texte}</span>
                  </>
                ),
            },
          ]}
        />
      )}
      <details class="volet" open={demande.errors.size > 0}>
        <summary>Demander un avis</summary>
        <Form
          form={demande}
          action={adresse(lu, 'demander-avis')}
          classe="court"
          noms={{
            nom: 'À qui',
            qualite: 'En qualité de',
            courriel: 'Son courriel',
            repondreA: 'Répondre à',
            question: 'Question',
          }}
        >
          <Field form={demande} name="nom" label="À qui" />
          <Field form={demande} name="qualite" label="En qualité de" hint="avocate, juriste de l’Union" />
          <Field form={demande} name="courriel" label="Son courriel" />
          <Field form={demande} name="repondreA" label="Où vous répondre" hint="votre courriel" />
          <TextArea form={demande} name="question" label="Votre question" rows={3} />
          <Actions libelle="Envoyer la demande" genre="main" />
        </Form>
      </details>
      {attendus.length === 0 ? null : (
        <details class="volet" open={rendu.errors.size > 0}>
          <summary>Recopier un avis rendu autrement que par le lien</summary>
          <Form
            form={rendu}
            action={adresse(lu, 'recopier-avis')}
            classe="court"
            noms={{ avis: 'Avis', sens: 'Sens', texte: 'Ce qu’il dit', le: 'Rendu le' }}
          >
            <SelectField
              form={rendu}
              name="avis"
              label="L’avis"
              vide="choisir"
              options={attendus.map((c) => ({
                value: c.cle,
                label: `${c.contenu.nom}, demandé le ${jour(c.contenu.demandeLe)}`,
              }))}
            />
            <RadioGroup
              form={rendu}
              name="sens"
              label="Il est"
              options={(Object.keys(sensDAvis) as SensDAvis[]).map((value) => ({
                value,
                label: sensDAvis[value],
              }))}
            />
            <Field form={rendu} name="le" label="Rendu le" />
            <TextArea form={rendu} name="texte" label="Ce qu’il dit" rows={3} />
            <Actions libelle="Recopier cet avis" genre="main" />
          </Form>
        </details>
      )}
    </Section>
  )
}
