import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type EnseigneLue, pageEtGestes, petitGeste, peutVisiteur } from '#modules/organisme/index.ts'
import { Button, Empty, Etat, Field, Form, Page, RadioGroup, Section, Table } from '#web/components.tsx'
import { choix, date, identifiant, montant, texte } from '#web/fields.ts'
import { emptyForm, type FormOf, type FormState } from '#web/form.ts'
import { agitPourToutes } from '../db/enseignes.ts'
import { enReserve, listerReserve } from '../db/reserve.ts'
import type { LigneDeReserve } from '../domain/reserve.ts'
import { proposer, repondre } from '../gestes/reserve.ts'
import { enseigneTenue } from '../lecture/biens.ts'
import { activitesUrl, activiteUrl, reserveUrl } from '../liens.ts'
import { sousSonChamp } from './champs.ts'
import { euros } from './compte-vue.tsx'

const voulue = z.object({
  sens: choix(['mettre', 'reprendre']),
  montant: montant({ vide: 'Écrivez le montant.' }),
  le: date({ vide: 'Écrivez le jour où elle compte.' }),
  objet: texte({ min: 3, max: 300, vide: 'Dites à quoi elle sert.' }),
})
const reponse = z.object({
  ligne: identifiant((t) => asId<'Reserve'>(t), { phrase: 'Choisissez une ligne.' }),
  oui: choix(['oui', 'non']),
})
type Lu = {
  readonly enseigne: EnseigneLue
  readonly lignes: readonly LigneDeReserve[]
  /** Ce qui est de côté à ce jour, en centimes. */
  readonly enReserve: number
  /** Qui lit agit pour la coopérative : il propose et retire. Sinon, pour l’enseigne : elle accorde et refuse. */
  readonly appui: boolean
  readonly repond: boolean
}
const motDe = { 'accorder-reserve': 'accordée', 'retirer-reserve': 'retirée' } as const
type Revenu = { readonly geste: string; readonly form: FormState } | undefined

const Reponse = ({ lu, l }: { lu: Lu; l: LigneDeReserve }) => {
  const vers = `${reserveUrl({ activite: lu.enseigne.id })}/repondre`
  const bouton = (oui: 'oui' | 'non', mot: string) => (
    <Form form={emptyForm()} action={vers} classe="">
      <input type="hidden" name="ligne" value={l.id} />
      <input type="hidden" name="oui" value={oui} />
      <Button genre={oui === 'oui' ? 'call' : 'link'}>
        {mot}
        <span class="unseen"> : {l.objet}</span>
      </Button>
    </Form>
  )
  if (lu.appui) return bouton('non', 'Retirer')
  return lu.repond ? (
    <>
      {bouton('oui', 'Accorder')} {bouton('non', 'Refuser')}
    </>
  ) : (
    <>L’enseigne n’a pas encore répondu.</>
  )
}

const vue = (lu: Lu, revenu: Revenu, le: Date) => {
  const { enseigne, lignes, appui } = lu
  const jour = jourLocal(le, ZONE_PAR_DEFAUT)
  const f = (
    revenu?.geste === 'proposer'
      ? revenu.form
      : emptyForm(undefined, { sens: 'mettre', le: formaterDate(jour, 'chiffres') })
  ) as FormOf<typeof voulue>
  return (
    <Page
      title={`La réserve ${de(enseigne.nom)}`}
      path={[
        { libelle: 'Mon activité', href: activitesUrl() },
        { libelle: enseigne.nom, href: activiteUrl({ activite: enseigne.id }) },
      ]}
      lede={`${euros(lu.enReserve)} de côté à ce jour. La coopérative propose, l’enseigne accorde : sans son accord, rien ne compte.`}
      alert={revenu?.form.alert}
    >
      {lignes.length === 0 ? (
        <Empty titre="Rien n’est en réserve">
          Un investissement à venir, une année creuse : l’équipe d’appui propose une somme, l’enseigne
          l’accorde.
        </Empty>
      ) : (
        <Table
          legende="Ce qui est mis en réserve, ou repris"
          lignes={lignes}
          colonnes={[
            { titre: 'Pourquoi', entete: true, cell: (l) => l.objet },
            { titre: 'Le', cell: (l) => formaterDate(l.le) },
            {
              titre: 'Montant',
              nombre: true,
              cell: (l) => (l.montant < 0 ? `−${euros(-l.montant)}` : euros(l.montant)),
            },
            {
              titre: 'Accord',
              cell: (l) =>
                l.accordeLe ? (
                  <Etat
                    etat="prouve"
                    mot={`accordée le ${formaterDate(jourLocal(l.accordeLe, ZONE_PAR_DEFAUT))}`}
                  />
                ) : (
                  <Reponse lu={lu} l={l} />
                ),
            },
          ]}
        />
      )}
      {appui ? (
        <Section
          titre="Proposer"
          id="proposer"
          sous="Elle s’ôte du salaire possible dès que l’enseigne l’accorde."
        >
          <Form form={f} action={`${reserveUrl({ activite: enseigne.id })}/proposer`} classe="court">
            <RadioGroup
              form={f}
              name="sens"
              label="Sens"
              options={[
                { value: 'mettre', label: 'mettre de côté' },
                { value: 'reprendre', label: 'reprendre de la réserve' },
              ]}
            />
            <Field form={f} name="montant" label="Montant" inputmode="decimal" />
            <Field form={f} name="le" label="Le" inputmode="numeric" />
            <Field form={f} name="objet" label="Pourquoi" maxlength={300} />
            <p class="gestes-l">
              <Button genre="main">Proposer à l’enseigne</Button>
            </p>
          </Form>
        </Section>
      ) : null}
    </Page>
  )
}

/** La réserve convenue d’une activité : ce que la coopérative et l’enseigne mettent de côté ensemble. */
export const reservePage = pageEtGestes({
  lien: reserveUrl,
  droit: 'activites.lire',
  async lire(tx, params, { visiteur, le }): Promise<Lu | undefined> {
    const enseigne = await enseigneTenue(tx, visiteur, params.activite)
    if (!enseigne) return undefined
    // Qui vise sans agir pour toute la coopérative répond pour l’enseigne, comme la base le tient.
    const appui = peutVisiteur(visiteur, 'pieces.viser') && (await agitPourToutes(tx))
    return {
      enseigne,
      lignes: await listerReserve(tx, enseigne.id),
      enReserve: await enReserve(tx, enseigne.id, jourLocal(le, ZONE_PAR_DEFAUT)),
      appui,
      repond: !appui && peutVisiteur(visiteur, 'missions.tenir', { estSien: true }),
    }
  },
  vue: (_tx, lu, revenu, { le }) => vue(lu, revenu, le),
  gestes: {
    proposer: petitGeste<typeof voulue, Lu, undefined>({
      champs: voulue,
      droit: 'pieces.viser',
      peut: (lu) => lu.appui || 'Qui agit pour toute la coopérative propose une réserve.',
      faire: (tx, { lu, data, le, cle }) =>
        sousSonChamp(
          voulue,
          proposer(
            tx,
            lu.enseigne,
            {
              id: cle as LigneDeReserve['id'],
              le: data.le,
              montant: data.sens === 'mettre' ? data.montant : -data.montant,
              objet: data.objet,
            },
            le,
          ),
        ),
      suite: (_, lu) => ({
        vers: reserveUrl({ activite: lu.enseigne.id }),
        dit: {
          genre: 'fait',
          fort: 'La réserve est proposée.',
          suite: 'L’enseigne l’accorde, ou la refuse.',
        },
      }),
    }),
    repondre: petitGeste<typeof reponse, Lu, keyof typeof motDe>({
      champs: reponse,
      droit: 'activites.lire',
      peut: (lu) => lu.appui || lu.repond || 'Les personnes de l’enseigne y répondent.',
      faire: (tx, { lu, data, le, visiteur }) =>
        repondre(
          tx,
          visiteur,
          lu.enseigne,
          lu.lignes.find((l) => l.id === data.ligne),
          data.oui === 'oui',
          le,
        ),
      suite: (fait, lu) => ({
        vers: reserveUrl({ activite: lu.enseigne.id }),
        dit: {
          genre: 'fait',
          fort: `La réserve est ${fait === 'retirer-reserve' && !lu.appui ? 'refusée' : motDe[fait]}.`,
          suite: 'La réserve ne compte que ce qui est accordé.',
        },
      }),
    }),
  },
})
