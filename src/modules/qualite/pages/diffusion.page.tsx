/** À qui une veille est transmise, qui dit l’avoir lue, et ce que chaque personne en fait ; transmettre, relancer. */
import { z } from 'zod'
import { formaterDate } from '#kernel/dates.ts'
import { asId } from '#kernel/id.ts'
import { accorder, compter } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { type Envoi, pageEtGestes, petitGeste, peutSuivre } from '#modules/organisme/index.ts'
import type { Services } from '#platform/services.ts'
import { Button, CheckboxGroup, Empty, Etat, Form, Page, Section, Table } from '#web/components.tsx'
import { emptyForm, type FormOf } from '#web/form.ts'
import { type Lectorat, type Transmise, transmisesDe } from '../db/diffusion.ts'
import { type Ligne, lireLigne } from '../db/registre.ts'
import { registreDe } from '../domain/registres.ts'
import { quiPeutLaRecevoir, relancerVeille, transmettreVeille } from '../gestes/transmettre-veille.ts'
import { aujourdhui, lireEquipe } from '../lecture/lire-score.ts'
import { diffusionUrl, ligneUrl, registresUrl, registreUrl } from '../liens.ts'
import { identifiants, racine } from './commun.ts'

/** « 3 personnes sur 4 disent l’avoir lue. » */
export const dire = (l: Lectorat | undefined): string =>
  l === undefined || l.transmises === 0
    ? 'Elle n’est encore transmise à personne.'
    : `${compter(l.lues, 'personne', { zero: 'Aucune' })} sur ${l.transmises} ${accorder(l.lues, 'dit', 'disent')} l’avoir lue.`

const le = (instant: Date) => formaterDate(jourLocal(instant, ZONE_PAR_DEFAUT), 'court')
const transmission = z.object({ gens: identifiants<'Personne'>() })
type Lu = {
  readonly genre: string
  readonly veille: Ligne
  readonly transmises: readonly (Transmise & { readonly nom: string })[]
  /** Combien, de l’équipe d’aujourd’hui, ne l’ont pas encore dite lue : une personne partie ne se relance pas. */
  readonly aRelancer: number
  /** Qui, de l’équipe d’aujourd’hui, ne l’a pas encore reçue. */
  readonly autres: readonly { readonly value: string; readonly label: string }[]
  readonly jour: string
}

const Lecteurs = ({ lues }: { lues: Lu['transmises'] }) => (
  <Table
    legende="À qui cette veille est transmise"
    lignes={lues}
    colonnes={[
      { titre: 'Personne', entete: true, cell: (t) => t.nom },
      { titre: 'Transmise le', cell: (t) => le(t.diffuseeLe) },
      {
        titre: 'Ce qu’elle en dit',
        cell: (t) =>
          t.lueLe ? (
            <>
              <Etat etat="declare" mot={`dit l’avoir lue, le ${le(t.lueLe)}`} />
              {t.corrigeeLe ? <small>corrigé le {le(t.corrigeeLe)}</small> : null}
            </>
          ) : (
            <>
              <Etat
                etat="a-venir"
                mot={t.lueAvantLe ? `lue avant sa révision, le ${le(t.lueAvantLe)}` : 'à lire'}
              />
              {t.relanceeLe ? <small>relance du {le(t.relanceeLe)}</small> : null}
            </>
          ),
      },
      { titre: 'Ce qu’elle en fait', cell: (t) => t.suite },
    ]}
  />
)

export const diffusionPage = (services: Pick<Services, 'keys' | 'config'>) =>
  pageEtGestes({
    lien: diffusionUrl,
    droit: 'qualite.lire',
    async lire(tx, params, { le: instant }): Promise<Lu | undefined> {
      const id = asId<'Ligne'>(params.ligne)
      const r = params.genre.startsWith('veille-') ? registreDe(params.genre) : undefined
      const [veille] = r && id ? await lireLigne(tx, params.genre, id) : []
      if (!veille) return undefined
      const jour = aujourdhui(instant)
      const [transmises, equipe, gens] = await Promise.all([
        transmisesDe(tx, veille.id),
        lireEquipe(tx),
        quiPeutLaRecevoir(tx, jour),
      ])
      const deja = new Set<string>(transmises.map((t) => t.compte))
      const equipiers = new Set<string>(gens.map((a) => a.compte))
      return {
        genre: params.genre,
        veille,
        aRelancer: transmises.filter((t) => t.lueLe === null && equipiers.has(t.compte)).length,
        transmises: transmises.map((t) => ({ ...t, nom: equipe.nomDe(t.compte) ?? 'une personne partie' })),
        autres: gens
          .filter((a) => !deja.has(a.compte))
          .map((a) => ({ value: a.compte, label: `${a.prenom} ${a.nom}`.trim() })),
        jour,
      }
    },
    vue: (_tx, { genre, veille, transmises, aRelancer, autres }, revenu) => {
      const ici = diffusionUrl({ genre, ligne: veille.id })
      const form = (revenu?.geste === 'transmettre' ? revenu.form : emptyForm()) as FormOf<
        typeof transmission
      >
      const tient = peutSuivre('registres.tenir') && !veille.retire
      const lues = transmises.filter((t) => t.lueLe !== null).length
      return (
        <Page
          title="Qui lit cette veille"
          lede={veille.titre}
          path={[
            ...racine,
            { libelle: 'Les registres', href: registresUrl() },
            { libelle: registreDe(genre)?.titre ?? genre, href: registreUrl({ genre }) },
            { libelle: veille.titre, href: ligneUrl({ genre, ligne: veille.id }) },
          ]}
          alert={revenu?.form.alert}
        >
          <Section
            titre="Transmise"
            id="transmise"
            sous="Chaque personne le dit elle-même : c’est déclaré, non prouvé."
          >
            {transmises.length === 0 ? (
              <Empty titre="Elle n’est encore transmise à personne">
                Qui la reçoit la trouve dans sa journée, la lit, et dit ce qu’elle en fait.
              </Empty>
            ) : (
              <>
                <p>{dire({ transmises: transmises.length, lues })}</p>
                <Lecteurs lues={transmises} />
                {tient && aRelancer > 0 ? (
                  <Form form={emptyForm()} action={`${ici}/relancer`} classe="">
                    <Button>Relancer qui ne l’a pas dit</Button>
                  </Form>
                ) : null}
              </>
            )}
          </Section>
          {tient && autres.length > 0 ? (
            <Section titre="Transmettre" id="transmettre">
              <Form form={form} action={`${ici}/transmettre`} noms={{ gens: 'À qui' }} classe="suite-f">
                <CheckboxGroup form={form} name="gens" label="À qui" options={autres} />
                <p>
                  <Button genre="call">Transmettre cette veille</Button>
                </p>
              </Form>
            </Section>
          ) : null}
        </Page>
      )
    },
    gestes: {
      transmettre: petitGeste<typeof transmission, Lu, number>({
        champs: transmission,
        droit: 'registres.tenir',
        faire: (tx, { lu, data, le: instant }: Envoi<Lu, z.output<typeof transmission>>) =>
          transmettreVeille(tx, lu.veille, data.gens, { jour: lu.jour, le: instant }),
        suite: (n, { genre, veille }) => ({
          vers: diffusionUrl({ genre, ligne: veille.id }),
          dit: {
            genre: 'fait',
            fort: `La veille est transmise à ${compter(n, 'personne', { zero: 'aucune personne de plus' })}.`,
          },
        }),
      }),
      relancer: petitGeste<z.ZodObject, Lu, number>({
        champs: z.object({}),
        droit: 'registres.tenir',
        faire: (tx, { lu, le: instant }: Envoi<Lu, unknown>) =>
          relancerVeille(tx, lu.veille, services, { jour: lu.jour, le: instant }),
        suite: (n, { genre, veille }) => ({
          vers: diffusionUrl({ genre, ligne: veille.id }),
          dit: {
            genre: 'fait',
            fort: `${compter(n, 'personne')} ${accorder(n, 'reçoit', 'reçoivent')} un courriel.`,
          },
        }),
      }),
    },
  })
