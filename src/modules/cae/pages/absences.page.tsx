import { z } from 'zod'
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { asId, type Id, type PersonneId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { refuser } from '#kernel/refus.ts'
import { majuscule } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { genresVises, nomDuGenre } from '#modules/documents/index.ts'
import { type Envoi, pageEtGestes, petitGeste, peutVisiteur } from '#modules/organisme/index.ts'
import { newId } from '#platform/db/index.ts'
import { Button, Empty, Field, Form, Page, Section, SelectField, Table } from '#web/components.tsx'
import type { Visiteur } from '#web/env.ts'
import { choix, date, identifiant } from '#web/fields.ts'
import { emptyForm, type FormOf } from '#web/form.ts'
import { type Absence, listerAbsences, listerSeuils, quiSupplee, type Seuil } from '../db/absences.ts'
import { finirAbsence, leverSeuil, reglerSeuil, suppleer } from '../gestes/absences.ts'
import { absencesUrl, visasUrl } from '../liens.ts'
import { champFaux, montantDu, sousSonChamp } from './champs.ts'

const personne = (phrase: string) => identifiant((t) => asId<'Personne'>(t), { phrase })
const absence = z.object({
  compte: personne('Choisissez la personne absente.'),
  suppleant: personne('Choisissez qui vise à sa place.'),
  du: date({ vide: 'Écrivez le premier jour.' }),
  au: date({ vide: 'Écrivez le dernier jour.' }),
})
const laquelle = z.object({ absence: identifiant((t) => asId<'Absence'>(t)) })
const genres = genresVises as readonly string[] as readonly [string, ...string[]]
const seuil = z.object({ genre: choix(genres), montant: montantDu('Écrivez le montant, hors taxes.') })
const duGenre = z.object({ genre: choix(genres) })

type Lu = {
  readonly absences: readonly Absence[]
  readonly seuils: readonly Seuil[]
  readonly equipe: readonly Adhesion[]
  readonly visent: readonly PersonneId[]
  readonly lisentTout: readonly PersonneId[]
  readonly jour: DateCivile
}
const nomDe = (lu: Lu, compte: PersonneId) => {
  const m = lu.equipe.find((x) => x.compte === compte)
  return m ? `${m.prenom} ${m.nom}`.trim() || m.courriel : 'Personne partie'
}
const dirige = (v: Visiteur) => peutVisiteur(v, 'delegations.donner')
const peutFinir = (v: Visiteur, a: Absence) => a.compte === v.personneId || dirige(v)
const fait = (fort: string) => () => ({ vers: absencesUrl(), dit: { genre: 'fait' as const, fort } })

const Absences = ({ lu, form, visiteur }: { lu: Lu; form: FormOf<typeof absence>; visiteur: Visiteur }) => {
  const options = (l: readonly PersonneId[]) => l.map((x) => ({ value: x, label: nomDe(lu, x) }))
  return (
    <Section
      titre="Absences"
      id="absences"
      sous="Qui supplée vise sous les plafonds de la personne absente, jamais ses propres pièces."
    >
      {lu.absences.length === 0 ? (
        <Empty titre="Aucune absence">Chaque personne de l’équipe d’appui vise elle-même.</Empty>
      ) : (
        <Table
          legende="Absences et suppléances"
          lignes={lu.absences}
          colonnes={[
            { titre: 'Absente ou absent', entete: true, cell: (a) => nomDe(lu, a.compte) },
            { titre: 'Vise à sa place', cell: (a) => nomDe(lu, a.suppleant) },
            { titre: 'Quand', cell: (a) => `du ${formaterDate(a.du)} au ${formaterDate(a.au)}` },
            {
              titre: 'Geste',
              cell: (a) =>
                peutFinir(visiteur, a) ? (
                  <Form form={emptyForm()} action={`${absencesUrl()}/finir`} classe="">
                    <input type="hidden" name="absence" value={a.id} />
                    <Button genre="link">
                      Y mettre fin<span class="unseen"> pour {nomDe(lu, a.compte)}</span>
                    </Button>
                  </Form>
                ) : (
                  ''
                ),
            },
          ]}
        />
      )}
      <Form
        form={form}
        action={`${absencesUrl()}/suppleer`}
        noms={{ compte: 'Personne absente', suppleant: 'Vise à sa place', du: 'Du', au: 'Au' }}
        classe="suite-f"
      >
        <div class="champs">
          <SelectField
            form={form}
            name="compte"
            label="Personne absente"
            options={options(lu.visent.filter((x) => x === visiteur.personneId || dirige(visiteur)))}
          />
          <SelectField
            form={form}
            name="suppleant"
            label="Vise à sa place"
            vide="choisir"
            hint="Une personne qui lit toutes les enseignes."
            options={options(lu.lisentTout.filter((x) => x !== visiteur.personneId))}
          />
          <Field form={form} name="du" label="Du" inputmode="numeric" hint="22/03/2027" />
          <Field form={form} name="au" label="Au" inputmode="numeric" />
        </div>
        <p>
          <Button genre="call">Nommer qui supplée</Button>
        </p>
      </Form>
    </Section>
  )
}

const Seuils = ({ lu, form, visiteur }: { lu: Lu; form: FormOf<typeof seuil>; visiteur: Visiteur }) => (
  <Section
    titre="Second visa"
    id="second"
    sous="Au-dessus de ce montant hors taxes, deux personnes visent : qui a émis la pièce n’est aucune des deux."
  >
    {lu.seuils.length === 0 ? (
      <p>Un visa suffit, quel que soit le montant.</p>
    ) : (
      <Table
        legende="Montants au-dessus desquels deux personnes visent"
        lignes={lu.seuils}
        colonnes={[
          { titre: 'Genre', entete: true, cell: (s) => majuscule(nomDuGenre(s.genre)) },
          { titre: 'Au-dessus de, HT', nombre: true, cell: (s) => formaterMontant(centimes(s.montant)) },
          {
            titre: 'Geste',
            cell: (s) =>
              dirige(visiteur) ? (
                <Form form={emptyForm()} action={`${absencesUrl()}/oter`} classe="">
                  <input type="hidden" name="genre" value={s.genre} />
                  <Button genre="link">
                    N’en demander qu’un<span class="unseen">, {nomDuGenre(s.genre)}</span>
                  </Button>
                </Form>
              ) : (
                ''
              ),
          },
        ]}
      />
    )}
    {dirige(visiteur) ? (
      <Form
        form={form}
        action={`${absencesUrl()}/seuil`}
        noms={{ genre: 'Genre de pièce', montant: 'Deux visas au-dessus de' }}
        classe="suite-f"
      >
        <div class="champs">
          <SelectField
            form={form}
            name="genre"
            label="Genre de pièce"
            options={genres.map((g) => ({ value: g, label: majuscule(nomDuGenre(g)) }))}
          />
          <Field form={form} name="montant" label="Deux visas au-dessus de" inputmode="decimal" unite="€" />
        </div>
        <p>
          <Button genre="call">Demander un second visa</Button>
        </p>
      </Form>
    ) : (
      <p class="note">La direction règle ces montants.</p>
    )}
  </Section>
)

/** Qui vise à la place de qui, et au-dessus de quel montant il faut deux visas. */
export const absencesPage = pageEtGestes({
  lien: absencesUrl,
  droit: 'pieces.viser',
  async lire(tx, _params, { visiteur, le }): Promise<Lu | undefined> {
    if (!visiteur.cae) return undefined
    const jour = jourLocal(le, ZONE_PAR_DEFAUT)
    return {
      absences: await listerAbsences(tx, jour),
      seuils: await listerSeuils(tx),
      equipe: await adhesions(tx),
      ...(await quiSupplee(tx)),
      jour,
    }
  },
  vue: (_tx, lu, revenu, { visiteur }) => {
    const f = (
      revenu?.geste === 'suppleer'
        ? revenu.form
        : emptyForm(undefined, { compte: visiteur.personneId, du: formaterDate(lu.jour, 'chiffres') })
    ) as FormOf<typeof absence>
    const s = (revenu?.geste === 'seuil' ? revenu.form : emptyForm()) as FormOf<typeof seuil>
    return (
      <Page
        title="Absences et second visa"
        path={[{ libelle: 'Visas', href: visasUrl() }]}
        alert={revenu?.form.alert}
      >
        <Absences lu={lu} form={f} visiteur={visiteur} />
        <Seuils lu={lu} form={s} visiteur={visiteur} />
      </Page>
    )
  },
  gestes: {
    suppleer: petitGeste<typeof absence, Lu, undefined>({
      champs: absence,
      droit: 'pieces.viser',
      faire: async (tx, { lu, data, visiteur, le }: Envoi<Lu, z.output<typeof absence>>) => {
        const [compte, suppleant] = [data.compte as PersonneId, data.suppleant as PersonneId]
        if (!lu.visent.includes(compte)) return champFaux('compte', 'Cette personne ne vise pas.')
        if (!lu.lisentTout.includes(suppleant))
          return champFaux('suppleant', 'Choisissez une personne qui lit toutes les enseignes.')
        const id = newId<'Absence'>(le)
        return sousSonChamp(
          absence,
          suppleer(tx, visiteur, { id, compte, suppleant, du: data.du, au: data.au }, dirige(visiteur), le),
        )
      },
      suite: fait('La suppléance est notée.'),
    }),
    finir: petitGeste<typeof laquelle, Lu, undefined>({
      champs: laquelle,
      droit: 'pieces.viser',
      faire: async (tx, { lu, data, visiteur, le }: Envoi<Lu, z.output<typeof laquelle>>) => {
        const a = lu.absences.find((x) => x.id === (data.absence as Id<'Absence'>))
        return a
          ? finirAbsence(tx, visiteur, a, le)
          : refuser('introuvable', 'Cette absence ne vaut plus : relisez la liste.')
      },
      suite: fait('La suppléance est finie.'),
    }),
    seuil: petitGeste<typeof seuil, Lu, undefined>({
      champs: seuil,
      droit: 'delegations.donner',
      faire: (tx, { data, visiteur, le }: Envoi<Lu, z.output<typeof seuil>>) =>
        reglerSeuil(tx, visiteur, { genre: data.genre, montant: data.montant }, le),
      suite: fait('Deux personnes viseront au-dessus de ce montant.'),
    }),
    oter: petitGeste<typeof duGenre, Lu, undefined>({
      champs: duGenre,
      droit: 'delegations.donner',
      faire: (tx, { data, visiteur, le }: Envoi<Lu, z.output<typeof duGenre>>) =>
        leverSeuil(tx, visiteur, data.genre, le),
      suite: fait('Un seul visa suffit désormais.'),
    }),
  },
})
